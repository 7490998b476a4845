package dev.andon.monitor.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.Spans;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import dev.andon.monitor.compare.TraceComparison.Difference;
import dev.andon.monitor.compare.TraceComparison.Node;
import dev.andon.monitor.compare.TraceComparison.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceComparisonTest {

    @Test
    void three_tries_stand_beside_one_and_each_contributes_what_it_takes() {
        TraceComparison comparison = TraceComparison.of(
                side(
                        span("r", null, "deliver", 0, 100),
                        span("g", "r", "gate", 0, 90),
                        span("m1", "g", "model", 0, 30),
                        span("m2", "g", "model", 30, 30),
                        span("m3", "g", "model", 60, 30)),
                side(
                        span("r", null, "deliver", 0, 45),
                        span("g", "r", "gate", 0, 35),
                        span("m1", "g", "model", 5, 25)));

        assertThat(comparison.differenceUs()).isEqualTo(55);
        assertThat(comparison.nodes())
                .extracting(node -> node.key().name())
                .containsExactly("deliver", "gate", "model");
        Node model = comparison.nodes().get(2);
        assertThat(model.a().spans()).isEqualTo(3);
        assertThat(model.b().spans()).isEqualTo(1);
        assertThat(model.differenceUs()).isEqualTo(65);
        assertThat(comparison.differences(TraceSpan::name))
                .extracting(Difference::what, Difference::selfUs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("model", 65L),
                        org.assertj.core.groups.Tuple.tuple("gate", -10L),
                        org.assertj.core.groups.Tuple.tuple("deliver", 0L));
    }

    @Test
    void what_only_one_trace_has_stays_where_it_ran() {
        TraceComparison comparison = TraceComparison.of(
                side(
                        span("r", null, "deliver", 0, 100),
                        span("1", "r", "plan", 0, 10),
                        span("2", "r", "review", 10, 10),
                        span("3", "r", "build", 20, 80)),
                side(
                        span("r", null, "deliver", 0, 100),
                        span("0", "r", "load", 0, 5),
                        span("1", "r", "plan", 5, 10),
                        span("2", "r", "lint", 15, 10),
                        span("3", "r", "build", 25, 75)));

        assertThat(comparison.nodes())
                .extracting(node -> node.key().name() + (node.onlyInA() ? " A" : node.onlyInB() ? " B" : ""))
                .containsExactly("deliver", "load B", "plan", "lint B", "review A", "build");
    }

    @Test
    void differences_add_up_to_the_difference_of_the_roots_whatever_the_traces_look_like() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Side a = side(anyTree(random));
            Side b = side(anyTree(random));
            TraceComparison comparison = TraceComparison.of(a, b);
            assertThat(sum(comparison.differences(TraceSpan::name))).isEqualTo(comparison.differenceUs());
            assertThat(sum(comparison.differences(TraceSpan::service))).isEqualTo(comparison.differenceUs());
            assertThat(comparison.nodes().getFirst().differenceUs()).isEqualTo(comparison.differenceUs());
            everyNodeIsTheSumOfWhatIsBelow(comparison);
            int spans = comparison.nodes().stream()
                    .mapToInt(node -> node.spansA().size())
                    .sum();
            assertThat(spans).isEqualTo(a.tree().size());
        }
    }

    @Test
    void a_trace_does_not_differ_from_itself_and_order_turns_the_sign() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            Side a = side(anyTree(random));
            Side b = side(anyTree(random));
            assertThat(TraceComparison.of(a, a).nodes())
                    .allMatch(node -> node.differenceUs() == 0 && !node.onlyInA() && !node.onlyInB());
            TraceComparison there = TraceComparison.of(a, b);
            TraceComparison back = TraceComparison.of(b, a);
            assertThat(there.differenceUs()).isEqualTo(-back.differenceUs());
            assertThat(there.nodes()).hasSameSizeAs(back.nodes());
        }
    }

    @Test
    void nested_spans_of_one_kind_are_on_the_path_once() {
        Side side = side(
                span("r", null, "deliver", 0, 100), span("1", "r", "retry", 0, 80), span("2", "1", "retry", 0, 50));
        Difference<String> retry = TraceComparison.of(side, side).differences(TraceSpan::name).stream()
                .filter(difference -> difference.what().equals("retry"))
                .findFirst()
                .orElseThrow();
        assertThat(retry.a().criticalUs()).isEqualTo(80);
        assertThat(retry.a().selfUs()).isEqualTo(80);
        assertThat(retry.a().spans()).isEqualTo(2);
    }

    @Test
    void only_the_main_root_is_compared() {
        Side a = side(span("r", null, "deliver", 0, 100), span("o", "lost", "orphan", 0, 500));
        TraceComparison comparison = TraceComparison.of(a, side(span("r", null, "deliver", 0, 90)));
        assertThat(comparison.nodes()).hasSize(1);
        assertThat(comparison.differenceUs()).isEqualTo(10);
    }

    @Test
    void depth_and_width_cost_no_more_than_spans() {
        List<TraceSpan> deep = new ArrayList<>(List.of(span("0", null, "deliver", 0, 100_000)));
        for (int i = 1; i < 50_000; i++) {
            deep.add(span(Integer.toString(i), Integer.toString(i - 1), "step " + i, i, 100_000L - 2 * i));
        }
        List<TraceSpan> wide = new ArrayList<>(List.of(span("0", null, "deliver", 0, 100_000)));
        for (int i = 1; i < 50_000; i++) {
            wide.add(span(Integer.toString(i), "0", "step " + i, i, 1));
        }
        TraceComparison comparison = TraceComparison.of(side(deep), side(wide));
        assertThat(comparison.nodes()).hasSize(99_998);
        assertThat(comparison.differences(TraceSpan::name)).hasSize(50_000);
    }

    private static void everyNodeIsTheSumOfWhatIsBelow(TraceComparison comparison) {
        List<Node> nodes = comparison.nodes();
        long[] below = new long[nodes.size()];
        for (Node node : nodes) {
            if (node.parent() >= 0) {
                below[node.parent()] += node.differenceUs();
            }
        }
        for (int i = 0; i < below.length; i++) {
            Node node = nodes.get(i);
            assertThat(node.differenceUs())
                    .isEqualTo(node.a().selfUs() - node.b().selfUs() + below[i]);
        }
    }

    private static long sum(List<Difference<String>> differences) {
        return differences.stream().mapToLong(Difference::selfUs).sum();
    }

    /** Names and services repeat, so that siblings merge. */
    private static List<TraceSpan> anyTree(Random random) {
        return Spans.anyTree(random, 1 + random.nextInt(40)).stream()
                .map(span -> new TraceSpan(
                        span.traceId(),
                        span.spanId(),
                        span.parentId(),
                        span.startUs(),
                        span.durationUs(),
                        span.service(),
                        "op-" + random.nextInt(6),
                        span.kind(),
                        span.type(),
                        span.error(),
                        SpanDimensions.NONE))
                .toList();
    }

    private static Side side(TraceSpan... spans) {
        return side(List.of(spans));
    }

    private static Side side(List<TraceSpan> spans) {
        TraceTree tree = TraceTree.of(spans);
        return new Side(tree, CriticalPath.of(tree));
    }

    private static TraceSpan span(String id, String parent, String name, long start, long duration) {
        return new TraceSpan(
                "t", id, parent, start, duration, "s", name, "INTERNAL", "span", false, SpanDimensions.NONE);
    }
}
