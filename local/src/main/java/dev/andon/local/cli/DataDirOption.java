package dev.andon.local.cli;

import dev.andon.local.home.DataDir;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the stack. */
final class DataDirOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where database, logs and state are kept (default: ANDON_DATA_DIR, else .andon in the checkout).")
    private Path dataDir;

    DataDir get() {
        return DataDir.of(Optional.ofNullable(dataDir));
    }
}
