package dev.andon.analyzer.fold;

import static dev.andon.analyzer.fold.FoldTest.asAnalyzer;
import static dev.andon.analyzer.fold.FoldTest.rollups;
import static dev.andon.analyzer.fold.FoldTest.rollupsAtOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.fold.Rebuild.Rebuilt;
import dev.andon.analyzer.span.MicroTime;
import dev.andon.analyzer.watermark.RollupsHalted;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.TraceSpan;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dump of a cluster that had come further is restored into a young one: transaction ids are ahead of the cluster's own. */
final class RestoredDatabaseTest {
    private static final long AHEAD = 4_000_000_000L;

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final Fold fold = new Fold(asAnalyzer(database), FoldLimits.DEFAULT);
    private final Rebuild rebuild = new Rebuild(asAnalyzer(database), FoldLimits.DEFAULT);
    private final List<TraceSpan> spans = new DrawnTraces(21).draw(60, 20);

    @Test
    void spans_of_a_restored_database_are_not_passed_over_in_silence() throws SQLException {
        SpanStore.store(database, spans.subList(0, 200));
        fold.runToEnd();
        restoreIntoYoungerCluster();
        String asOf = database.text("SELECT as_of::text FROM rollup_watermarks WHERE name = 'spans'");
        SpanStore.store(database, spans.subList(200, 300));

        assertThatThrownBy(fold::runOnce)
                .isInstanceOf(RollupsHalted.class)
                .hasMessageContaining("restored into another cluster", "up to transaction " + AHEAD)
                .hasMessageEndingWith("andon analyzer rollup rebuild");

        assertThat(database.text("SELECT as_of::text FROM rollup_watermarks WHERE name = 'spans'"))
                .isEqualTo(asOf);
        assertThat(database.rows("SELECT name, summary, runbook FROM telemetry_alerts() WHERE firing"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.get(0)).isEqualTo("rollups_behind");
                    assertThat(alert.get(1)).contains("up to transaction " + AHEAD);
                    assertThat(alert.get(2)).contains("andon analyzer rollup rebuild");
                });
    }

    @Test
    void a_rebuild_counts_restored_and_new_spans_and_folding_goes_on() throws SQLException {
        SpanStore.store(database, spans.subList(0, 200));
        fold.runToEnd();
        // Waits in the queue as the dump is made.
        SpanStore.store(database, spans.subList(200, 250));
        restoreIntoYoungerCluster();
        SpanStore.store(database, spans.subList(250, 300));

        Rebuilt rebuilt = rebuild.runAll(false, hour -> {});

        assertThat(rebuilt.adopted()).isGreaterThanOrEqualTo(250);
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans.subList(0, 300)));
        SpanStore.store(database, spans.subList(300, spans.size()));
        fold.runToEnd();
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans));
        assertThat(database.rows("SELECT name FROM telemetry_alerts() WHERE firing"))
                .isEmpty();
    }

    @Test
    void a_queue_of_another_cluster_is_seen_though_the_watermark_is_not_restored() throws SQLException {
        SpanStore.store(database, spans.subList(0, 100));
        database.execute("UPDATE span_batches SET xid = '" + AHEAD + "'");

        assertThatThrownBy(fold::runOnce)
                .isInstanceOf(RollupsHalted.class)
                .hasMessageContaining("by transaction " + AHEAD);

        rebuild.runAll(false, hour -> {});
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans.subList(0, 100)));
    }

    @Test
    void it_is_seen_also_when_the_cluster_has_caught_up_while_nobody_folded() throws SQLException {
        SpanStore.store(database, spans.subList(0, 100));
        fold.runToEnd();
        anHourPasses();
        database.execute(
                "UPDATE rollup_watermarks"
                        + " SET folded_xid = (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 30)::text::xid8 WHERE name = 'spans'");
        SpanStore.store(database, spans.subList(100, 200));
        for (int i = 0; i < 60; i++) {
            database.text("SELECT pg_current_xact_id()");
        }

        assertThatThrownBy(fold::runOnce).isInstanceOf(RollupsHalted.class).hasMessageContaining("came in below");

        rebuild.runAll(false, hour -> {});
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans.subList(0, 200)));
    }

    @Test
    void spans_alone_may_be_restored_and_a_rebuild_counts_them() throws SQLException {
        SpanStore.store(database, spans.subList(0, 200));
        database.execute("UPDATE workflow_trace_log SET ingest_xid = '" + AHEAD + "'; DELETE FROM span_batches");
        fold.runOnce();

        assertThat(rebuild.runAll(false, hour -> {}).adopted()).isEqualTo(200);

        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans.subList(0, 200)));
    }

    @Test
    void a_rebuild_of_some_hours_is_refused_and_one_that_was_cut_off_is_run_again() throws SQLException {
        SpanStore.store(database, spans.subList(0, 200));
        fold.runToEnd();
        restoreIntoYoungerCluster();
        assertThatThrownBy(() ->
                        rebuild.run(MicroTime.instant(0), MicroTime.instant(AHEAD * 1_000_000), false, hour -> {}))
                .isInstanceOf(RollupsHalted.class);

        assertThatThrownBy(() -> rebuild.runAll(false, hour -> {
                    throw new IllegalStateException("cut off");
                }))
                .hasMessage("cut off");
        assertThatThrownBy(fold::runOnce).isInstanceOf(RollupsHalted.class).hasMessageContaining("being made anew");

        rebuild.runAll(false, hour -> {});
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans.subList(0, 200)));
        assertThatCode(fold::runOnce).doesNotThrowAnyException();
    }

    @Test
    void an_analyzer_that_was_away_for_an_hour_goes_on() throws SQLException {
        SpanStore.store(database, spans.subList(0, 100));
        fold.runToEnd();
        anHourPasses();
        SpanStore.store(database, spans.subList(100, spans.size()));

        fold.runToEnd();

        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans));
    }

    private void anHourPasses() {
        database.execute(
                "UPDATE rollup_watermarks SET updated_at = updated_at - interval '1 hour' WHERE name = 'spans';"
                        + " UPDATE span_batches SET received_at = received_at - interval '1 hour'");
    }

    /** Every id that the dump brought along is ahead; the order among them is kept. */
    private void restoreIntoYoungerCluster() {
        database.execute("""
                CREATE TEMPORARY TABLE shift AS
                SELECT %d - folded_xid::text::bigint AS by FROM rollup_watermarks WHERE name = 'spans';
                UPDATE trace_summaries SET folded_xid = (folded_xid::text::bigint + (SELECT by FROM shift))::text::xid8;
                UPDATE workflow_trace_log SET ingest_xid = (ingest_xid::text::bigint + (SELECT by FROM shift))::text::xid8;
                UPDATE span_batches SET xid = (xid::text::bigint + (SELECT by FROM shift))::text::xid8;
                UPDATE rollup_watermarks SET folded_xid = '%1$d' WHERE name = 'spans'
                """.formatted(AHEAD));
    }
}
