package dev.andon.ingest.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import is killed with -9 in the middle of its file and run again: every span is there once. */
class ImportCrashTest {
    private static final int SPANS = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STORED = "SELECT count(*) FROM workflow_trace_log";

    @TempDir
    Path folder;

    @Test
    void an_import_that_was_killed_is_run_again_and_doubles_nothing() throws Exception {
        TestDatabase database = PostgresServer.freshDatabase();
        Path file = dump();

        Process first = start(database, file);
        await().atMost(PATIENCE).until(() -> database.number(STORED) > SPANS / 10);
        first.destroyForcibly().waitFor();
        assertThat(database.number(STORED)).isLessThan(SPANS);

        Process again = start(database, file);
        String report = again.inputReader(StandardCharsets.US_ASCII).readLine();

        assertThat(report).isEqualTo(SPANS + " stored, 0 rejected, true");
        assertThat(database.number(STORED)).isEqualTo(SPANS);
        assertThat(database.number("SELECT count(DISTINCT (trace_id, span_id)) FROM workflow_trace_log"))
                .isEqualTo(SPANS);
        assertThat(database.number("SELECT sum(span_count) FROM span_batches")).isEqualTo(SPANS);
    }

    private Path dump() throws IOException {
        Path file = folder.resolve("dump.jsonl.gz");
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (int i = 1; i <= SPANS; i++) {
                out.write(
                        "{\"trace_id\":\"%032x\",\"span_id\":\"%016x\",\"span_name\":\"n\",\"start_time\":%d,\"duration_ms\":1}%n"
                                .formatted(1 + i / 20, i, 1_772_366_400_000L + i));
            }
        }
        return file;
    }

    private static Process start(TestDatabase database, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledImport.class.getName(),
                        database.jdbcUrl(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
