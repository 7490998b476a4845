package dev.andon.analyzer.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is normal for a dimension at the hours that are looked at, learned from the hours before them (spec W19).
 *
 * <p>Each recent hour gets the median of the finest season with enough history: same hour of the week, else same hour of the day,
 * else all hours. The baseline is their median weighted by the recent samples, which is what the median of the recent samples
 * would be if nothing had changed. Only medians are used, so single bad hours teach nothing.
 *
 * @param baselineMs the expected median in milliseconds
 * @param multiplier how many times the baseline is still normal: wider for a young or a restless history
 */
public record LearnedBaseline(double baselineMs, double multiplier) {
    /** A day's worth of hours must have been seen before anything is judged. */
    public static final int MINIMUM_HOURS = 24;

    private static final double MATURE_MULTIPLIER = 1.5;
    /** Added for a history of one day, and shrinking with its age. */
    private static final double YOUNG_EXTRA = 0.5;

    private static final double LARGEST_MULTIPLIER = 10;
    /** So many robust standard deviations of the logarithm are normal. */
    private static final double DEVIATIONS = 3;

    /** The spread is read where three quarters of the hours are nearer; so a quarter of wild hours teaches nothing. */
    private static final double CALM_PART = 0.75;

    /** Makes that distance an estimate of the standard deviation of a normal distribution. */
    private static final double CALM_TO_SIGMA = 1 / 1.1503;

    private static final double HOURS_PER_DAY = 24;
    /** Keeps durations of less than a microsecond from being infinitely far apart in logarithms. */
    private static final double SMALLEST_MS = 0.001;

    /**
     * Learns from history, hours before those of {@code recent}; both in any order. Empty while there is too little history.
     */
    public static Optional<LearnedBaseline> learn(List<HourlyMedian> history, List<HourlyMedian> recent) {
        if (history.size() < MINIMUM_HOURS || recent.isEmpty()) {
            return Optional.empty();
        }
        Seasons seasons = Seasons.of(history);
        List<WeightedQuantile.Value> expected = new ArrayList<>();
        for (HourlyMedian hour : recent) {
            expected.add(new WeightedQuantile.Value(seasons.expected(hour.hour()), hour.samples()));
        }
        double baseline = Math.max(SMALLEST_MS, WeightedQuantile.median(expected));
        return Optional.of(new LearnedBaseline(baseline, multiplier(history, seasons)));
    }

    private static double multiplier(List<HourlyMedian> history, Seasons seasons) {
        double days = history.size() / HOURS_PER_DAY;
        double floor = MATURE_MULTIPLIER + YOUNG_EXTRA / Math.max(1, days);
        double spread = Math.exp(DEVIATIONS * CALM_TO_SIGMA * deviation(history, seasons));
        return Math.min(LARGEST_MULTIPLIER, Math.max(floor, spread));
    }

    /** Typical distance of the logarithm of an hour's median from that of its season; busy hours count for more, up to a point. */
    private static double deviation(List<HourlyMedian> history, Seasons seasons) {
        List<WeightedQuantile.Value> distances = new ArrayList<>();
        for (HourlyMedian hour : history) {
            double ratio = Math.max(SMALLEST_MS, hour.p50Ms()) / Math.max(SMALLEST_MS, seasons.expected(hour.hour()));
            distances.add(new WeightedQuantile.Value(Math.abs(Math.log(ratio)), Math.min(100, hour.samples())));
        }
        return WeightedQuantile.of(distances, CALM_PART);
    }
}
