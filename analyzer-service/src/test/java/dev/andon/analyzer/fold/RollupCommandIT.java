package dev.andon.analyzer.fold;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rollups by hand, and how the service says that it cannot go on. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class RollupCommandIT {
    private static final String REMEDY = "Run: andon analyzer rollup rebuild";

    @Inject
    Commands commands;

    @Inject
    FoldJob job;

    TestDatabase database;

    @BeforeEach
    void clean() {
        database.execute("""
                TRUNCATE workflow_trace_log, span_batches, trace_summaries, trace_rollups, dimension_rollups, call_rollups, rollup_watermarks
                """);
        SpanStore.store(database, new DrawnTraces(31).draw(30, 10));
        CommandRun.of(commands, "rollup", "fold").done();
    }

    @Test
    void a_restored_database_shows_in_log_health_and_metric_until_the_command_was_run() {
        database.execute("UPDATE rollup_watermarks SET folded_xid = '4000000000' WHERE name = 'spans'");

        job.poll();
        CommandRun fold = CommandRun.of(commands, "rollup", "fold");
        CommandRun part = CommandRun.of(
                commands, "rollup", "rebuild", "--from", "2026-03-01T00:00:00Z", "--to", "2026-03-02T00:00:00Z");

        assertThat(fold.exitCode()).isEqualTo(1);
        assertThat(fold.err()).contains("restored into another cluster", REMEDY + ".");
        assertThat(part.exitCode()).isEqualTo(1);
        assertThat(part.err()).contains(REMEDY + ", without a range.");
        await().untilAsserted(() -> given().get("/q/health/well")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'rollups' }.data.remedy", containsString(REMEDY)));
        given().get("/q/health/ready").then().statusCode(200);
        // A cycle of the schedule that ended before may still be about to say that all is well; the next one says it is
        // not.
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString("andon_rollup_halted 1.0")));
        given().get("/api/v1/health/telemetry")
                .then()
                .statusCode(200)
                .body("alerts.findAll { it.firing }.name", hasItem("rollups_behind"));

        CommandRun rebuild = CommandRun.of(commands, "rollup", "rebuild").done();
        job.poll();

        assertThat(rebuild.out()).containsPattern("Rebuilt \\d+ hours\\.");
        given().get("/q/health/well").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().body(containsString("andon_rollup_halted 0.0"));
    }

    @Test
    void a_rebuild_says_how_many_hours_it_kept() {
        long hours = database.number("SELECT count(DISTINCT bucket_start) FROM dimension_rollups");
        database.execute("TRUNCATE workflow_trace_log");

        CommandRun kept = CommandRun.of(commands, "rollup", "rebuild").done();
        assertThat(kept.out()).contains("Rebuilt 0 hours.", "Kept " + hours + " hours as they were", "--forget-gone");

        CommandRun forgotten =
                CommandRun.of(commands, "rollup", "rebuild", "--forget-gone").done();
        assertThat(forgotten.out()).contains("Rebuilt " + hours + " hours.").doesNotContain("Kept");
        assertThat(database.number("SELECT count(*) FROM dimension_rollups")).isZero();
    }
}
