package dev.andon.analyzer.fold;

import static dev.andon.analyzer.fold.FoldTest.asAnalyzer;
import static dev.andon.analyzer.fold.FoldTest.rollups;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.TraceSpan;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Erasure changes names of spans that are folded: the rollups end as if the names had always been so (spec N10). */
final class ErasedNamesTest {
    private final TestDatabase database = PostgresServer.freshDatabase();
    private final Fold fold = new Fold(asAnalyzer(database), FoldLimits.DEFAULT);
    private final Rebuild rebuild = new Rebuild(asAnalyzer(database), FoldLimits.DEFAULT);

    @Test
    void rollups_follow_erased_names_and_late_spans_fold_on() throws SQLException {
        List<TraceSpan> spans = named(new DrawnTraces(21).draw(60, 20));
        SpanStore.store(database, spans.subList(0, 600));
        fold.runToEnd();
        assertThat(rollups(database).toString()).contains("u-alice-77");

        erase("u-alice-77");
        // Late spans of the same traces are there before anybody has looked at the notes.
        SpanStore.store(database, erased(spans.subList(600, spans.size())));
        assertThat(fold.runOnce().spans()).isZero();
        assertThat(rebuild.runNoted()).isPositive();
        assertThat(database.number("SELECT count(*) FROM rollup_rebuilds")).isZero();
        fold.runToEnd();

        assertThat(rollups(database).toString()).doesNotContain("u-alice-77").contains("[erased]");
        TestDatabase other = PostgresServer.freshDatabase();
        SpanStore.store(other, erased(spans));
        new Fold(asAnalyzer(other), FoldLimits.DEFAULT).runToEnd();
        assertThat(rollups(database)).isEqualTo(rollups(other));
    }

    @Test
    void where_no_name_changes_nothing_is_made_anew() throws SQLException {
        SpanStore.store(database, new DrawnTraces(22).draw(20, 10));
        fold.runToEnd();
        database.execute(
                "UPDATE workflow_trace_log SET user_id = 'u-alice-77', attributes = '{\"a\": \"u-alice-77\"}'");
        List<List<String>> before = rollups(database);

        erase("u-alice-77");

        assertThat(database.number("SELECT count(*) FROM rollup_rebuilds")).isZero();
        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE user_id IS NOT NULL"))
                .isZero();
        fold.runToEnd();
        assertThat(rollups(database)).isEqualTo(before);
    }

    private void erase(String who) {
        database.execute("""
                SELECT gdpr_request_open('erase', repeat('0', 32), ARRAY['%s'], 'op', 'case 1', NULL, true, now());
                SELECT gdpr_request_claim('w', now(), '1 hour');
                DO $$
                DECLARE
                    request uuid := (SELECT request_id FROM gdpr_requests);
                BEGIN
                    WHILE gdpr_request_step(request, 'w', now(), '1 hour', 64, 1) <> 'verify' LOOP
                    END LOOP;
                    ASSERT gdpr_request_verify(request, 'w', now(), '1 hour', 3) = 'verified';
                END
                $$
                """.formatted(who));
    }

    private static List<TraceSpan> named(List<TraceSpan> spans) {
        return spans.stream()
                .map(span -> span.spanId().hashCode() % 3 == 0 ? withName(span, span.name() + " for u-alice-77") : span)
                .toList();
    }

    private static List<TraceSpan> erased(List<TraceSpan> spans) {
        return spans.stream()
                .map(span -> withName(span, span.name().replace("u-alice-77", "[erased]")))
                .toList();
    }

    private static TraceSpan withName(TraceSpan span, String name) {
        return new TraceSpan(
                span.traceId(),
                span.spanId(),
                span.parentId(),
                span.startUs(),
                span.durationUs(),
                span.service(),
                name,
                span.kind(),
                span.type(),
                span.error(),
                span.dimensions());
    }
}
