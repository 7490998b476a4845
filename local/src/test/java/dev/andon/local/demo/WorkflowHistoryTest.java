package dev.andon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.andon.local.recording.RecordedSpan;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkflowHistoryTest {
    private static final Instant END = Instant.parse("2026-11-19T09:41:12Z");
    private static final long SLOW_FROM = END.minus(WorkflowHistory.SLOW_SINCE).toEpochMilli() * 1_000_000L;
    private static final List<RecordedSpan> SPANS =
            WorkflowHistory.until(END).stream().flatMap(List::stream).toList();

    @Test
    void the_same_end_gives_the_same_spans() {
        assertThat(WorkflowHistory.until(END).get(17))
                .isEqualTo(WorkflowHistory.until(END).get(17));
    }

    @Test
    void every_execution_lies_within_the_history() {
        assertThat(SPANS).allSatisfy(span -> {
            assertThat(span.startNanos())
                    .isGreaterThanOrEqualTo(END.minus(WorkflowHistory.LENGTH).toEpochMilli() * 1_000_000L);
            assertThat(span.endNanos()).isLessThanOrEqualTo(END.toEpochMilli() * 1_000_000L);
        });
        assertThat(SPANS.stream().filter(span -> span.parentId().isEmpty())).hasSize(WorkflowHistory.EXECUTIONS);
    }

    @Test
    void children_lie_within_their_parents() {
        Map<String, RecordedSpan> byId = SPANS.stream().collect(Collectors.toMap(RecordedSpan::spanId, span -> span));

        assertThat(SPANS)
                .allSatisfy(span -> span.parentId().map(byId::get).ifPresent(parent -> {
                    assertThat(span.startNanos()).isGreaterThanOrEqualTo(parent.startNanos());
                    assertThat(span.endNanos()).isLessThanOrEqualTo(parent.endNanos());
                }));
    }

    @Test
    void the_gate_takes_its_baseline_before_and_eight_times_as_long_after_the_change() {
        assertThat(median("GATE_PRD_REQUIRED", false)).isCloseTo(5_000, withPercentage(15));
        assertThat(median("GATE_PRD_REQUIRED", true)).isCloseTo(41_000, withPercentage(15));
    }

    @Test
    void nothing_else_is_above_its_seeded_limit() {
        Map<String, Double> limits = Map.of(
                "LEAD", 60_000.0,
                "PLAN", 120_000.0,
                "EXEC", 90_000.0,
                "GATE_DESIGN_REVIEW", 20_000.0,
                "GATE_TEST_COVERAGE", 20_000.0,
                "agent DESIGN", 180_000.0,
                "agent RCA", 135_000.0,
                "agent TESTING", 150_000.0);

        assertThat(limits)
                .allSatisfy((name, limit) -> assertThat(median(name, true)).isLessThan(0.9 * limit));
    }

    private static double median(String name, boolean slow) {
        double[] durations = SPANS.stream()
                .filter(span -> span.name().equals(name))
                .filter(span -> span.startNanos() >= SLOW_FROM == slow)
                .mapToDouble(span -> (span.endNanos() - span.startNanos()) / 1e6)
                .sorted()
                .toArray();
        return Arrays.stream(durations).skip(durations.length / 2).findFirst().orElseThrow();
    }
}
