package dev.andon.analyzer.fold;

import static dev.andon.analyzer.fold.FoldTest.asAnalyzer;
import static dev.andon.analyzer.fold.FoldTest.rollups;
import static dev.andon.analyzer.fold.FoldTest.rollupsAtOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.fold.Rebuild.Rebuilt;
import dev.andon.analyzer.span.MicroTime;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.TraceSpan;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RebuildTest {
    private static final long DAY_US = 86_400_000_000L;
    /** The first end of a UTC day among the drawn traces. */
    private static final long MIDNIGHT_US = (DrawnTraces.BASE_US / DAY_US + 1) * DAY_US;

    private static final String BEFORE_MIDNIGHT =
            "SELECT count(*) FROM workflow_trace_log WHERE created_at < timestamptz 'epoch' + " + MIDNIGHT_US
                    + " * interval '1 microsecond'";

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final Fold fold = new Fold(asAnalyzer(database), FoldLimits.DEFAULT);
    private final Rebuild rebuild = new Rebuild(asAnalyzer(database), FoldLimits.DEFAULT);

    @Test
    void a_rebuild_gives_what_folding_gave_and_later_spans_fold_on() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(11).draw(60, 20);
        SpanStore.store(database, spans.subList(0, 300));
        fold.runToEnd();
        List<List<String>> folded = rollups(database);

        rebuild.runAll(false, hour -> {});
        assertThat(rollups(database)).isEqualTo(folded);

        SpanStore.store(database, spans.subList(300, spans.size()));
        fold.runToEnd();
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans));
    }

    @Test
    void damaged_rollups_of_some_hours_are_made_right_again() throws SQLException {
        SpanStore.store(database, new DrawnTraces(12).draw(60, 20));
        fold.runToEnd();
        List<List<String>> right = rollups(database);
        database.execute(
                "UPDATE dimension_rollups SET samples = samples + 1; DELETE FROM call_rollups WHERE calls > 2");
        database.execute("DELETE FROM trace_summaries WHERE span_count > 5");

        Rebuilt rebuilt = rebuild.run(
                MicroTime.instant(DrawnTraces.BASE_US - 3_600_000_000L),
                MicroTime.instant(DrawnTraces.BASE_US + 41L * 3_600_000_000L),
                false,
                hour -> {});

        assertThat(rebuilt.hours()).isGreaterThan(20);
        assertThat(rebuilt.kept()).isZero();
        assertThat(rollups(database)).isEqualTo(right);
    }

    @Test
    void hours_whose_spans_are_gone_are_kept_and_counted() throws SQLException {
        SpanStore.store(database, new DrawnTraces(14).draw(60, 20));
        fold.runToEnd();
        List<List<String>> folded = rollups(database);
        dropFirstDay();

        Rebuilt rebuilt = rebuild.runAll(false, hour -> {});

        assertThat(rollups(database)).isEqualTo(folded);
        assertThat(rebuilt.kept()).isPositive();
        assertThat(rebuilt.hours() + rebuilt.kept())
                .isEqualTo(database.number("SELECT count(DISTINCT bucket_start) FROM dimension_rollups"));
    }

    @Test
    void an_hour_is_kept_also_where_a_late_span_is_all_that_is_left() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(15).draw(60, 20);
        SpanStore.store(database, spans);
        fold.runToEnd();
        List<List<String>> folded = rollups(database);
        dropFirstDay();
        SpanStore.store(
                database,
                spans.stream()
                        .filter(span -> span.startUs() < MIDNIGHT_US)
                        .limit(1)
                        .toList());
        assertThat(database.number(BEFORE_MIDNIGHT)).isEqualTo(1);
        fold.runToEnd();

        rebuild.runAll(false, hour -> {});

        assertThat(rollups(database)).isEqualTo(folded);
    }

    @Test
    void hours_whose_spans_are_gone_are_dropped_where_that_is_asked_for() throws SQLException {
        SpanStore.store(database, new DrawnTraces(16).draw(60, 20));
        fold.runToEnd();
        dropFirstDay();

        Rebuilt rebuilt = rebuild.runAll(true, hour -> {});

        assertThat(rebuilt.kept()).isZero();
        assertThat(database.number("SELECT sum(span_count) FROM trace_summaries"))
                .isEqualTo(database.number("SELECT count(*) FROM workflow_trace_log"));
        assertThat(database.number("SELECT sum(samples) FROM dimension_rollups WHERE dimension_type = 'operation'"))
                .isEqualTo(database.number("SELECT count(*) FROM workflow_trace_log"));
    }

    /** By retention: every span that starts in the first of the days is gone. */
    private void dropFirstDay() {
        assertThat(database.text("SELECT state FROM retention_delete_spans(NULL, 1000000, timestamptz 'epoch' + "
                        + MIDNIGHT_US + " * interval '1 microsecond' + interval '90 days')"))
                .isEqualTo("done");
        assertThat(database.number(BEFORE_MIDNIGHT)).isZero();
        assertThat(database.number("SELECT count(*) FROM workflow_trace_log")).isPositive();
    }

    @Test
    void rollups_of_another_arithmetic_are_not_added_to_until_they_are_made_anew() throws SQLException {
        SpanStore.store(database, new DrawnTraces(13).draw(5, 5));
        fold.runToEnd();
        database.execute("UPDATE rollup_watermarks SET version = 0 WHERE name = 'spans'");

        assertThatThrownBy(fold::runOnce).hasMessageContaining("rollup rebuild");

        rebuild.runAll(false, hour -> {});
        assertThat(fold.runOnce().spans()).isZero();
    }
}
