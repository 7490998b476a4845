package dev.andon.analyzer.fold;

import static dev.andon.analyzer.fold.FoldTest.asAnalyzer;
import static dev.andon.analyzer.fold.FoldTest.rollups;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.span.MicroTime;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.TraceSpan;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RebuildTest {
    private final TestDatabase database = PostgresServer.freshDatabase();
    private final Fold fold = new Fold(asAnalyzer(database), FoldLimits.DEFAULT);
    private final Rebuild rebuild = new Rebuild(asAnalyzer(database), FoldLimits.DEFAULT);

    @Test
    void a_rebuild_gives_what_folding_gave_and_later_spans_fold_on() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(11).draw(60, 20);
        SpanStore.store(database, spans.subList(0, 300));
        fold.runToEnd();
        List<List<String>> folded = rollups(database);

        rebuild.runAll(hour -> {});
        assertThat(rollups(database)).isEqualTo(folded);

        SpanStore.store(database, spans.subList(300, spans.size()));
        fold.runToEnd();
        TestDatabase atOnce = PostgresServer.freshDatabase();
        SpanStore.store(atOnce, spans);
        new Fold(asAnalyzer(atOnce), FoldLimits.DEFAULT).runToEnd();
        assertThat(rollups(database)).isEqualTo(rollups(atOnce));
    }

    @Test
    void damaged_rollups_of_some_hours_are_made_right_again() throws SQLException {
        SpanStore.store(database, new DrawnTraces(12).draw(60, 20));
        fold.runToEnd();
        List<List<String>> right = rollups(database);
        database.execute(
                "UPDATE dimension_rollups SET samples = samples + 1; DELETE FROM call_rollups WHERE calls > 2");
        database.execute("DELETE FROM trace_summaries WHERE span_count > 5");

        int hours = rebuild.run(
                MicroTime.instant(DrawnTraces.BASE_US - 3_600_000_000L),
                MicroTime.instant(DrawnTraces.BASE_US + 41L * 3_600_000_000L),
                hour -> {});

        assertThat(hours).isGreaterThan(20);
        assertThat(rollups(database)).isEqualTo(right);
    }

    @Test
    void rollups_of_another_arithmetic_are_not_added_to_until_they_are_made_anew() throws SQLException {
        SpanStore.store(database, new DrawnTraces(13).draw(5, 5));
        fold.runToEnd();
        database.execute("UPDATE rollup_watermarks SET version = 0");

        assertThatThrownBy(fold::runOnce).hasMessageContaining("rollup rebuild");

        rebuild.runAll(hour -> {});
        assertThat(fold.runOnce().spans()).isZero();
    }
}
