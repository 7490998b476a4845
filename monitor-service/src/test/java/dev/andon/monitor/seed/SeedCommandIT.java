package dev.andon.monitor.seed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Receiver;
import dev.andon.monitor.testing.ReceiverResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the seed refuses. That it fills a real stack is tested where one is started: {@code NightlyIT}. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = ReceiverResource.class, restrictToAnnotatedClass = true)
class SeedCommandIT {
    TestDatabase database;
    Receiver receiver;

    @Inject
    Commands commands;

    @BeforeEach
    void forget() {
        database.execute("TRUNCATE environment_mark");
        receiver.reset();
    }

    @Test
    void a_database_that_is_marked_as_production_is_left_alone() {
        assertThat(CommandRun.of(commands, "environment").done().out()).contains("not marked");
        CommandRun.of(commands, "environment", "production").done();
        String before = database.contents();

        CommandRun run = CommandRun.of(commands, "seed");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("marked as production", "andon monitor environment staging");
        assertThat(receiver.requests()).isEmpty();
        assertThat(database.contents()).isEqualTo(before);
    }

    @Test
    void a_mark_can_be_changed_and_nothing_else_can_be_marked() {
        CommandRun.of(commands, "environment", "production").done();
        assertThat(CommandRun.of(commands, "environment", "staging").done().out())
                .contains("staging");
        assertThat(database.number("SELECT count(*) FROM environment_mark")).isEqualTo(1);
        assertThat(CommandRun.of(commands, "environment", "prod").exitCode()).isEqualTo(2);
    }

    @Test
    void an_ingest_that_writes_elsewhere_is_found_out_before_much_is_sent() {
        CommandRun run = CommandRun.of(commands, "seed", "--days", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("belongs to another installation");
        assertThat(receiver.requests())
                .allSatisfy(request -> assertThat(request.path()).isEqualTo("/api/v1/chat/telemetry"));
    }

    @Test
    void an_ingest_that_refuses_is_quoted() {
        receiver.answer(403, "This key has not the scope ingest.");

        CommandRun run = CommandRun.of(commands, "seed", "--days", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("403", "has not the scope ingest");
    }

    @Test
    void wrong_days_are_usage() {
        assertThat(CommandRun.of(commands, "seed", "--days", "0").exitCode()).isEqualTo(2);
    }
}
