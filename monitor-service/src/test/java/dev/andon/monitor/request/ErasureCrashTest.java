package dev.andon.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The process that erases is killed with -9 again and again; whoever comes next goes on, and in the end it is proved. */
class ErasureCrashTest {
    private static final int KILLS = 4;
    private static final int STEPS = 25;

    @Test
    void killed_in_the_middle_it_is_taken_over_and_ends_verified() throws Exception {
        TestDatabase database = PostgresServer.freshDatabase();
        Person.tell(database);
        Person.tellHers(database);
        database.execute("""
                SELECT gdpr_request_open('erase', repeat('0', 32), ARRAY['%s', '%s'], 'op', 'case 1', NULL, true, now())
                """.formatted(Person.USER, Person.MAIL));
        String id = database.text("SELECT request_id FROM gdpr_requests");

        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(database, id, "PT2S");
            BufferedReader steps = process.inputReader(StandardCharsets.US_ASCII);
            String phase = steps.readLine();
            for (int step = 0; step < STEPS; step++) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                phase = steps.readLine();
            }
            // Now and then in the middle of a step.
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            process.destroyForcibly().waitFor();
            assertThat(phase).isIn("conversations", "traces", "measure", "erase");
            assertThat(database.text("SELECT state FROM gdpr_requests")).isEqualTo("running");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> database.text("SELECT lease_until < now() FROM gdpr_requests")
                            .equals("t"));
        }

        Process last = start(database, id, "PT1M");
        last.getOutputStream().close();
        assertThat(last.waitFor()).isZero();
        assertThat(database.text("SELECT state FROM gdpr_requests")).isEqualTo("verified");
        assertThat(Person.found(database)).isEmpty();
        assertThat(database.number("SELECT count(*) FROM gdpr_audit_log WHERE outcome = 'verified'"))
                .isEqualTo(1);
    }

    private static Process start(TestDatabase database, String id, String lease) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledErasure.class.getName(),
                        database.jdbcUrl(),
                        id,
                        lease)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
