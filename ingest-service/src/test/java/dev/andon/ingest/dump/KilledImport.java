package dev.andon.ingest.dump;

import dev.andon.ingest.intake.LedgerClient;
import java.nio.file.Path;

/** A process that imports one file and prints what became of it. Run, and killed, by {@link ImportCrashTest}. */
final class KilledImport {
    private KilledImport() {}

    /** Arguments: JDBC URL, file. */
    public static void main(String... args) throws Exception {
        FileImport files = new FileImport(args[1], LedgerClient.intake(args[0]));
        FileReport report = files.run(new DumpFile(Path.of(args[1]), bytes -> {}));
        System.out.println(report.spans() + " stored, " + report.rejected() + " rejected, " + report.complete());
        System.exit(0);
    }
}
