package dev.andon.analyzer.drilldown;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which part of the end-to-end time of some traces lies in each dimension: each moment of the critical path counts once for every
 * dimension that the span at work or one above it belongs to.
 */
public final class PathShares {
    private PathShares() {}

    /** From 0 to 1 by dimension; dimensions that no trace waited for are absent. */
    public static Map<Dimension, Double> of(Collection<? extends Collection<TraceSpan>> traces) {
        Map<Dimension, Long> micros = new HashMap<>();
        long total = 0;
        for (Collection<TraceSpan> spans : traces) {
            total += add(TraceTree.of(spans), micros);
        }
        Map<Dimension, Double> shares = new HashMap<>();
        double whole = Math.max(1, total);
        micros.forEach((dimension, time) -> shares.put(dimension, time / whole));
        return shares;
    }

    private static long add(TraceTree tree, Map<Dimension, Long> micros) {
        CriticalPath path = CriticalPath.of(tree);
        SpanLabels labels = new SpanLabels(tree);
        List<List<Dimension>> of = new ArrayList<>(tree.size());
        long total = 0;
        for (int node = 0; node < tree.size(); node++) {
            // Parents have lower numbers than their children, so theirs are known.
            of.add(labels.of(node));
            long self = path.selfUs(node);
            total += self;
            if (self > 0) {
                Set<Dimension> above = new HashSet<>();
                for (int at = node; at >= 0; at = tree.parent(at)) {
                    above.addAll(of.get(at));
                }
                above.forEach(dimension -> micros.merge(dimension, self, Long::sum));
            }
        }
        return total;
    }
}
