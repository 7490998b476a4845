package dev.andon.analyzer.drilldown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.fold.DrawnTraces;
import dev.andon.analyzer.rollup.RollupDelta;
import dev.andon.analyzer.rollup.TraceContributions;
import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of the path against sums made span by span with the rules written out again, and against what the rollups count. */
class PathSharesTest {
    private static final Map<String, String> SPAN_TYPES =
            Map.of("phase", "phase", "gate", "gate", "subagent", "subagent", "tool", "tool", "model", "llm");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void are_what_each_span_waited_for_adds_up_to(long seed) {
        Collection<List<TraceSpan>> traces = drawn(seed);

        Map<Dimension, Double> shares = PathShares.of(traces);

        Set<Dimension> counted = counted(traces);
        assertThat(counted).hasSizeGreaterThan(30).containsAll(shares.keySet());
        double whole = traces.stream().mapToDouble(PathSharesTest::whole).sum();
        assertThat(counted)
                .allSatisfy(dimension -> assertThat(shares.getOrDefault(dimension, 0.0))
                        .as(dimension.toString())
                        .isCloseTo(
                                traces.stream()
                                                .mapToDouble(trace -> waitedFor(trace, dimension))
                                                .sum()
                                        / whole,
                                within(1e-9)));
    }

    private static Collection<List<TraceSpan>> drawn(long seed) {
        return new DrawnTraces(seed)
                .draw(25, 60).stream()
                        .collect(Collectors.groupingBy(TraceSpan::traceId, TreeMap::new, Collectors.toList()))
                        .values();
    }

    /** Whatever the rollups have a sample of. */
    private static Set<Dimension> counted(Collection<List<TraceSpan>> traces) {
        RollupDelta delta = new RollupDelta();
        traces.forEach(trace -> delta.add(TraceContributions.of(trace)));
        return delta.dimensions().keySet().stream()
                .map(key -> new Dimension(key.type(), key.key()))
                .collect(Collectors.toSet());
    }

    private static double whole(List<TraceSpan> trace) {
        TraceTree tree = TraceTree.of(trace);
        CriticalPath path = CriticalPath.of(tree);
        return IntStream.range(0, tree.size()).mapToLong(path::selfUs).sum();
    }

    private static double waitedFor(List<TraceSpan> trace, Dimension dimension) {
        TraceTree tree = TraceTree.of(trace);
        CriticalPath path = CriticalPath.of(tree);
        return IntStream.range(0, tree.size())
                .filter(node -> isInside(tree, node, dimension))
                .mapToLong(path::selfUs)
                .sum();
    }

    private static boolean isInside(TraceTree tree, int node, Dimension dimension) {
        for (int at = node; at >= 0; at = tree.parent(at)) {
            if (dimension.key().equals(key(tree, at, dimension.type()))) {
                return true;
            }
        }
        return false;
    }

    /** What the span is a sample of, of one type; null where of nothing. */
    private static String key(TraceTree tree, int node, String type) {
        TraceSpan span = tree.span(node);
        return switch (type) {
            case "operation" -> span.service() + " " + span.name();
            case "service" ->
                tree.parent(node) < 0 || !tree.span(tree.parent(node)).service().equals(span.service())
                        ? span.service()
                        : null;
            case "sd_type" -> workItem(tree, node);
            case "gate+sd_type" -> {
                String gate = key(tree, node, "gate");
                String worksFor = worksFor(tree, node);
                yield gate == null || worksFor == null ? null : gate + "+" + worksFor;
            }
            default -> SPAN_TYPES.get(type).equals(span.type()) ? column(span, type) : null;
        };
    }

    private static String column(TraceSpan span, String type) {
        return switch (type) {
            case "phase" -> span.dimensions().phase();
            case "gate" -> span.dimensions().gate();
            case "subagent" -> span.dimensions().subagent();
            case "tool" -> span.dimensions().tool();
            default -> span.dimensions().model();
        };
    }

    private static String workItem(TraceTree tree, int node) {
        boolean workflows = IntStream.range(0, tree.size())
                .anyMatch(at -> tree.span(at).type().equals("workflow") && sdType(tree, at) != null);
        boolean is = workflows ? tree.span(node).type().equals("workflow") : node == tree.mainRoot();
        return is ? sdType(tree, node) : null;
    }

    private static String worksFor(TraceTree tree, int node) {
        for (int at = node; at >= 0; at = tree.parent(at)) {
            if (sdType(tree, at) != null) {
                return sdType(tree, at);
            }
        }
        return IntStream.range(0, tree.size())
                .mapToObj(at -> sdType(tree, at))
                .filter(type -> type != null)
                .findFirst()
                .orElse(null);
    }

    private static String sdType(TraceTree tree, int node) {
        return tree.span(node).dimensions().sdType();
    }
}
