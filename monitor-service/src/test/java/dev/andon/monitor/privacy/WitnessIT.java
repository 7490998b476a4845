package dev.andon.monitor.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.privacy.AuditLog.Entry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log that was taken back to an earlier state, rows and heads alike, is found by the file outside the database. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.witness", value = "target/witness-it/audit-head")
        })
class WitnessIT {
    private static final Path FILE = Path.of("target/witness-it/audit-head");

    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    AuditLog log;

    @Test
    void what_was_taken_back_is_found() throws Exception {
        Files.createDirectories(FILE.getParent());
        Files.deleteIfExists(FILE);
        for (int i = 0; i < 5; i++) {
            log.append(new Entry("a", "export", null, "done", Map.of("n", i), null));
        }
        assertThat(Files.readString(FILE)).startsWith("5 ");
        assertThat(CommandRun.of(commands, "check", "gdpr").exitCode()).isZero();

        database.execute(
                "ALTER TABLE gdpr_audit_log DISABLE TRIGGER ALL; ALTER TABLE gdpr_audit_heads DISABLE TRIGGER ALL;"
                        + " DELETE FROM gdpr_audit_log WHERE seq > 3; DELETE FROM gdpr_audit_heads WHERE seq > 3");
        CommandRun verify = CommandRun.of(commands, "gdpr", "verify");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out()).contains("Entry 4 ", "(truncated)");

        for (int i = 0; i < 5; i++) {
            log.append(new Entry("a", "export", null, "done", Map.of("n", i), null));
        }
        assertThat(CommandRun.of(commands, "gdpr", "verify").out()).contains("(rewritten)");
        assertThat(CommandRun.of(commands, "check", "gdpr").exitCode()).isEqualTo(1);

        Files.delete(FILE);
        assertThat(CommandRun.of(commands, "gdpr", "verify").exitCode()).isZero();
    }
}
