package dev.andon.ingest.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class PartitionJobIT {
    @Inject
    PartitionJob job;

    TestDatabase database;

    @Test
    void the_days_from_yesterday_to_three_ahead_are_there_and_a_repeat_makes_none() throws SQLException {
        job.runOnce();

        int again = job.runOnce();

        assertThat(again).isZero();
        assertThat(database.number("""
                        SELECT count(*) FROM generate_series(-1, 3) AS day
                         WHERE to_regclass('workflow_trace_log_'
                                   || to_char((now() AT TIME ZONE 'UTC')::date + day::integer, 'YYYYMMDD')) IS NOT NULL
                        """)).isEqualTo(5);
    }
}
