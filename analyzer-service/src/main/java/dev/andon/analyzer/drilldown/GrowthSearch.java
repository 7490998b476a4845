package dev.andon.analyzer.drilldown;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Growth;
import dev.andon.common.trace.CriticalPath;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What grew within a dimension: its time on the critical path, split by the phase, gate, sub-agent, tool, model or operation that
 * spent it, before and after a change. The dimension itself stands for the time that nothing below it accounts for.
 */
public final class GrowthSearch {
    private static final int MOST = 5;
    private static final double LEAST_SHARE = 0.05;
    private static final double MICROS_PER_MILLI = 1000;

    private GrowthSearch() {}

    /** The largest growth first; empty where a side has no trace with the dimension in it, or nothing grew. */
    public static List<Growth> of(
            Dimension dimension,
            Collection<? extends Collection<TraceSpan>> before,
            Collection<? extends Collection<TraceSpan>> after) {
        Map<Dimension, Double> faster = meanMillis(dimension, before);
        Map<Dimension, Double> slower = meanMillis(dimension, after);
        if (faster.isEmpty() || slower.isEmpty()) {
            return List.of();
        }
        Set<Dimension> all = new HashSet<>(slower.keySet());
        all.addAll(faster.keySet());
        double grown = all.stream()
                .mapToDouble(part -> Math.max(0, slower.getOrDefault(part, 0.0) - faster.getOrDefault(part, 0.0)))
                .sum();
        return all.stream()
                .map(part -> growth(part, faster.getOrDefault(part, 0.0), slower.getOrDefault(part, 0.0), grown))
                .filter(growth -> growth.share() >= LEAST_SHARE)
                .sorted(Comparator.comparingDouble(Growth::share)
                        .reversed()
                        .thenComparing(growth -> growth.dimension().toString()))
                .limit(MOST)
                .toList();
    }

    private static Growth growth(Dimension part, double before, double after, double grown) {
        return new Growth(part, before, after, grown == 0 ? 0 : Math.max(0, after - before) / grown);
    }

    /** Per trace that has the dimension. */
    private static Map<Dimension, Double> meanMillis(
            Dimension dimension, Collection<? extends Collection<TraceSpan>> traces) {
        Map<Dimension, Double> millis = new HashMap<>();
        int with = 0;
        for (Collection<TraceSpan> spans : traces) {
            with += add(dimension, TraceTree.of(spans), millis) ? 1 : 0;
        }
        double count = with;
        millis.replaceAll((part, sum) -> sum / count);
        return millis;
    }

    /** Parents have lower numbers than their children, so one pass knows for each span who it works for. */
    private static boolean add(Dimension dimension, TraceTree tree, Map<Dimension, Double> millis) {
        CriticalPath path = CriticalPath.of(tree);
        SpanLabels labels = new SpanLabels(tree);
        Dimension[] part = new Dimension[tree.size()];
        boolean[] typed = new boolean[tree.size()];
        boolean found = false;
        for (int node = 0; node < part.length; node++) {
            int parent = tree.parent(node);
            if (labels.has(node, dimension)) {
                part[node] = dimension;
                found = true;
            } else if (parent >= 0 && part[parent] != null) {
                // Below a tool or a model the tool or the model is at work, whatever its operations are called.
                typed[node] = labels.isTyped(node) || typed[parent];
                part[node] = typed[parent] && !labels.isTyped(node) ? part[parent] : labels.name(node);
            }
            if (part[node] != null) {
                millis.merge(part[node], path.selfUs(node) / MICROS_PER_MILLI, Double::sum);
            }
        }
        return found;
    }
}
