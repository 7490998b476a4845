package dev.andon.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.schema.Migrations;
import dev.andon.common.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Crashes under load, with a ledger of what was acknowledged: PostgreSQL crashes and recovers twice, then the ingesting process is
 * killed with -9, then a new one sends everything again. Nothing that was acknowledged is missing and nothing is there twice.
 */
class CrashTest {
    private static final int BATCHES = 600;

    @Test
    void crashes_of_the_database_and_of_ingest_under_load_lose_and_double_nothing() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            TestDatabase database = new TestDatabase(server.getPort(), "postgres");
            Migrations.migrate(database.jdbcUrl(), "postgres", null);

            Set<Integer> acknowledged = runUntilKilled(database);

            assertThat(acknowledged).hasSizeGreaterThan(300);
            assertThat(acknowledged).hasSizeLessThan(BATCHES);
            assertThat(stored(database)).containsAll(acknowledged);

            Set<Integer> again = read(start(database), line -> {});

            assertThat(again).hasSize(BATCHES);
            assertThat(stored(database)).hasSize(BATCHES);
            assertThat(database.number("SELECT count(*) FROM workflow_trace_log"))
                    .isEqualTo((long) BATCHES * LedgerClient.SPANS_A_BATCH);
            assertThat(database.number("SELECT sum(span_count) FROM span_batches"))
                    .isEqualTo((long) BATCHES * LedgerClient.SPANS_A_BATCH);
        }
    }

    private static Set<Integer> runUntilKilled(TestDatabase database) throws Exception {
        Process client = start(database);
        return read(client, acknowledged -> {
            if (acknowledged == 100 || acknowledged == 200) {
                crash(database);
            } else if (acknowledged == 320) {
                client.toHandle().destroyForcibly();
            }
        });
    }

    /** The end of one backend by -9 makes the postmaster end all others and recover from the log. */
    private static void crash(TestDatabase database) {
        long backend = database.number("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                + " AND pid <> pg_backend_pid() ORDER BY query_start DESC LIMIT 1");
        ProcessHandle.of(backend).orElseThrow().destroyForcibly();
    }

    private static Process start(TestDatabase database) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerClient.class.getName(),
                        database.jdbcUrl(),
                        Integer.toString(BATCHES))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Called with the number of batches acknowledged so far. */
    private interface Progress {
        void reached(int acknowledged);
    }

    /** The ledger, to the end of the process; a line that was cut off by its end does not count. */
    private static Set<Integer> read(Process client, Progress progress) throws IOException {
        Set<Integer> ledger = new HashSet<>();
        try (BufferedReader lines = client.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    ledger.add(Integer.parseInt(line));
                    progress.reached(ledger.size());
                }
            }
        } catch (IOException killed) {
            if (client.isAlive()) {
                throw killed;
            }
        }
        return ledger;
    }

    /** The batches of which every span is in the table exactly once. */
    private static Set<Integer> stored(TestDatabase database) {
        Set<Integer> whole = new HashSet<>();
        database.rows("SELECT trace_id, count(*), count(DISTINCT span_id) FROM workflow_trace_log GROUP BY trace_id")
                .forEach(row -> {
                    assertThat(row.get(1)).isEqualTo(row.get(2)).isEqualTo("" + LedgerClient.SPANS_A_BATCH);
                    whole.add(Integer.parseUnsignedInt(row.get(0).substring(16), 16));
                });
        return whole;
    }
}
