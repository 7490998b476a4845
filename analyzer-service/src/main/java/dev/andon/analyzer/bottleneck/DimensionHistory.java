package dev.andon.analyzer.bottleneck;

import dev.andon.analyzer.baseline.HourlyMedian;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All that is known of one dimension: the hours of the window in full, the medians of the hours before it.
 *
 * @param window in any order
 * @param before hourly medians of the weeks before the window, in any order
 * @param previous what the last analysis said
 */
public record DimensionHistory(
        Dimension dimension, List<HourRollup> window, List<HourlyMedian> before, Previous previous) {
    private static final int EXEMPLARS = 5;

    /**
     * The last analysis's verdict.
     *
     * @param since from when on it was above; null where it was not, or nobody knows
     */
    public record Previous(boolean above, Instant since) {
        public static final Previous NONE = new Previous(false, null);
    }

    /** The hours of a part of the window. */
    List<HourRollup> in(Period period) {
        return window.stream().filter(hour -> period.contains(hour.hour())).toList();
    }

    /** Every hour known, as medians. */
    List<HourlyMedian> medians() {
        List<HourlyMedian> all = new ArrayList<>(before);
        window.forEach(hour -> all.add(median(hour)));
        return all;
    }

    List<HourlyMedian> mediansIn(Predicate<Instant> hours) {
        return medians().stream().filter(median -> hours.test(median.hour())).toList();
    }

    /** Trace ids from the slowest hours first. */
    static List<String> exemplars(List<HourRollup> hours) {
        Set<String> ids = new LinkedHashSet<>();
        hours.stream()
                .sorted(Comparator.comparingDouble(HourRollup::p95Ms).reversed())
                .limit(EXEMPLARS)
                .forEach(hour -> ids.addAll(hour.exemplars()));
        return ids.stream().limit(EXEMPLARS).toList();
    }

    private static HourlyMedian median(HourRollup hour) {
        return new HourlyMedian(hour.hour(), hour.samples(), hour.p50Ms());
    }
}
