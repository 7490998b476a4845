package dev.andon.analyzer.regression;

import dev.andon.common.histogram.LogHistogram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All keys of two periods, each compared with itself; what they share is only how much times usually vary. */
final class Comparisons {
    private static final double USUAL_VARIANCE_FREEDOM = 10;

    private Comparisons() {}

    /** The keys that have enough samples in both periods, in order. */
    static <K extends Comparable<K>> SortedMap<K, Comparison> of(
            Map<K, LogHistogram> before, Map<K, LogHistogram> after) {
        SortedMap<K, LogMoments[]> comparable = new TreeMap<>();
        after.forEach((key, histogram) -> {
            LogHistogram earlier = before.get(key);
            if (earlier != null && !earlier.isEmpty() && !histogram.isEmpty()) {
                LogMoments[] sides = {LogMoments.of(earlier), LogMoments.of(histogram)};
                if (Comparison.comparable(sides[0], sides[1])) {
                    comparable.put(key, sides);
                }
            }
        });
        double usual = usualVariance(comparable.values());
        SortedMap<K, Comparison> comparisons = new TreeMap<>();
        comparable.forEach((key, sides) -> comparisons.put(key, Comparison.of(sides[0], sides[1], usual)));
        return comparisons;
    }

    /** The median over keys with enough values; over all where there is none such. */
    private static double usualVariance(Collection<LogMoments[]> sides) {
        List<Double> variances = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (LogMoments[] side : sides) {
            double variance = Comparison.pooledVariance(side[0], side[1]);
            all.add(variance);
            if (side[0].n() + side[1].n() - 2 >= USUAL_VARIANCE_FREEDOM) {
                variances.add(variance);
            }
        }
        List<Double> usual = variances.isEmpty() ? all : variances;
        usual.sort(Comparator.naturalOrder());
        int size = usual.size();
        return size == 0 ? 0 : (usual.get((size - 1) / 2) + usual.get(size / 2)) / 2;
    }
}
