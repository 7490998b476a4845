package dev.andon.analyzer.run;

import static org.awaitility.Awaitility.await;

import dev.andon.analyzer.RollupRows;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The service with its schedule on, as it runs in production. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "quarkus.scheduler.enabled", value = "true"))
final class AnalysisScheduleIT {
    TestDatabase database;

    @Test
    void a_queued_run_is_executed_without_anybody_asking_again() throws Exception {
        new RollupRows(database).traces(Instant.now().minusSeconds(7200), 120, 1000);
        String run = database.text("SELECT telemetry_queue_analysis('test', 7)");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.text("SELECT status FROM telemetry_analysis_runs WHERE run_id = '" + run + "'")
                        .equals("SUCCEEDED"));
    }
}
