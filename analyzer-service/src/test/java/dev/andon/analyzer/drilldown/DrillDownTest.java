package dev.andon.analyzer.drilldown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Growth;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DrillDownTest {
    private static final Dimension EXEC = new Dimension("phase", "EXEC");
    private static final Dimension SEARCH = new Dimension("tool", "search");
    private static final Dimension MODEL = new Dimension("model", "large");

    @Test
    void the_tool_that_grew_is_named_with_its_share() {
        List<Growth> growth = GrowthSearch.of(EXEC, List.of(trace(20, 30), trace(22, 30)), List.of(trace(101, 34)));

        assertThat(growth).extracting(Growth::dimension).containsExactly(SEARCH);
        assertThat(growth.getFirst().beforeMs()).isCloseTo(21, within(0.01));
        assertThat(growth.getFirst().afterMs()).isCloseTo(101, within(0.01));
        assertThat(growth.getFirst().share()).isCloseTo(80.0 / 84, within(0.01));
    }

    @Test
    void time_that_nothing_below_accounts_for_is_the_dimension_itself() {
        List<TraceSpan> bare = List.of(
                span("r", null, 0, 500, "workflow", "run", SpanDimensions.NONE),
                span("p", "r", 0, 490, "phase", "exec", phase()));

        assertThat(GrowthSearch.of(EXEC, List.of(trace(20, 30)), List.of(bare)))
                .extracting(Growth::dimension)
                .containsExactly(EXEC);
    }

    @Test
    void nothing_is_said_without_traces_on_both_sides() {
        assertThat(GrowthSearch.of(EXEC, List.of(), List.of(trace(20, 30)))).isEmpty();
        assertThat(GrowthSearch.of(new Dimension("gate", "X"), List.of(trace(1, 1)), List.of(trace(20, 30))))
                .isEmpty();
        assertThat(GrowthSearch.of(EXEC, List.of(trace(20, 30)), List.of(trace(20, 30))))
                .isEmpty();
    }

    @Test
    void shares_count_each_moment_once_for_all_above_it() {
        Map<Dimension, Double> shares = PathShares.of(List.of(trace(60, 30)));

        // The root lasts 10 ms longer than the phase, the phase 5 ms longer than model and tool.
        assertThat(shares.get(new Dimension("service", "agent"))).isCloseTo(1.0, within(1e-9));
        assertThat(shares.get(EXEC)).isCloseTo(95.0 / 105, within(1e-9));
        assertThat(shares.get(SEARCH)).isCloseTo(60.0 / 105, within(1e-9));
        assertThat(shares.get(MODEL)).isCloseTo(30.0 / 105, within(1e-9));
        assertThat(shares.get(new Dimension("sd_type", "feature"))).isCloseTo(1.0, within(1e-9));
    }

    /** root(phase(model, tool(http))), one after the other. */
    private static List<TraceSpan> trace(long toolMs, long modelMs) {
        long phase = toolMs + modelMs + 5;
        return List.of(
                span(
                        "r",
                        null,
                        0,
                        phase + 10,
                        "workflow",
                        "run",
                        new SpanDimensions(null, null, null, "feature", null, null, null)),
                span("p", "r", 0, phase, "phase", "exec", phase()),
                span(
                        "m",
                        "p",
                        0,
                        modelMs,
                        "llm",
                        "chat",
                        new SpanDimensions(null, null, null, null, "large", null, null)),
                span(
                        "t",
                        "p",
                        modelMs,
                        toolMs,
                        "tool",
                        "search",
                        new SpanDimensions(null, null, null, null, null, "search", null)),
                span("h", "t", modelMs, toolMs / 2, "span", "GET", SpanDimensions.NONE));
    }

    private static SpanDimensions phase() {
        return new SpanDimensions("EXEC", null, null, null, null, null, null);
    }

    private static TraceSpan span(
            String id,
            String parent,
            long fromMs,
            long durationMs,
            String type,
            String name,
            SpanDimensions dimensions) {
        return new TraceSpan(
                "trace",
                id,
                parent,
                1_700_000_000_000_000L + fromMs * 1000,
                durationMs * 1000,
                "agent",
                name,
                "INTERNAL",
                type,
                false,
                dimensions);
    }
}
