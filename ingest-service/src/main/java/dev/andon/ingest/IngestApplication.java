package dev.andon.ingest;

import dev.andon.common.cli.Launch;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The ingest service: server without arguments, command with them. */
@QuarkusMain
public final class IngestApplication {
    IngestApplication() {}

    public static void main(String... args) {
        Launch.run(args);
    }
}
