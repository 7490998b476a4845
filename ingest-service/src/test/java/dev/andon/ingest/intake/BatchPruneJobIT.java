package dev.andon.ingest.intake;

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
class BatchPruneJobIT {
    @Inject
    BatchPruneJob job;

    TestDatabase database;

    @Test
    void only_batches_that_are_folded_and_older_than_a_day_go() throws SQLException {
        database.execute("""
                DELETE FROM span_batches;
                INSERT INTO span_batches (xid, received_at, first_start_at, last_start_at, span_count, trace_ids)
                VALUES ('10', now() - interval '2 days', now(), now(), 1, '{a}'),
                       ('10', now(), now(), now(), 1, '{b}'),
                       ('30', now() - interval '2 days', now(), now(), 1, '{c}');
                UPDATE span_followers SET followed_xid = '20';
                DELETE FROM rollup_watermarks;
                INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at) VALUES ('spans', '20', now(), now())
                """);

        int pruned = job.runOnce();

        assertThat(pruned).isEqualTo(1);
        assertThat(database.text("SELECT string_agg(trace_ids[1], ',' ORDER BY batch_id) FROM span_batches"))
                .isEqualTo("b,c");
    }

    @Test
    void what_came_in_below_the_watermark_after_it_was_set_stays_as_evidence() throws SQLException {
        database.execute("""
                DELETE FROM span_batches;
                INSERT INTO span_batches (xid, received_at, first_start_at, last_start_at, span_count, trace_ids)
                VALUES ('10', now() - interval '2 days', now(), now(), 1, '{restored}');
                UPDATE span_followers SET followed_xid = '20';
                DELETE FROM rollup_watermarks;
                INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at)
                VALUES ('spans', '20', now(), now() - interval '3 days')
                """);

        job.runOnce();

        assertThat(database.number("SELECT count(*) FROM span_batches WHERE trace_ids = '{restored}'"))
                .isEqualTo(1);
    }

    @Test
    void what_a_follower_has_not_passed_stays() throws SQLException {
        database.execute("""
                DELETE FROM span_batches;
                INSERT INTO span_batches (xid, received_at, first_start_at, last_start_at, span_count, trace_ids)
                VALUES ('10', now() - interval '2 days', now(), now(), 1, '{waited for}');
                UPDATE span_followers SET followed_xid = '10';
                DELETE FROM rollup_watermarks;
                INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at) VALUES ('spans', '20', now(), now())
                """);

        assertThat(job.runOnce()).isZero();
        database.execute("UPDATE span_followers SET followed_xid = '11'");
        assertThat(job.runOnce()).isEqualTo(1);
    }
}
