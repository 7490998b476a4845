package dev.andon.analyzer.bottleneck;

import java.util.Locale;

/**
 * What a median is compared with.
 *
 * @param source who says so
 * @param baselineMs what is normal; NaN where nobody knows
 * @param multiplier how many times the baseline is too much; at least 1
 */
public record Limit(Source source, double baselineMs, double multiplier) {
    /** No threshold and nothing learned yet. */
    public static final Limit NONE = new Limit(Source.NONE, Double.NaN, Double.NaN);
    /** A person switched the threshold off. */
    public static final Limit OFF = new Limit(Source.OFF, Double.NaN, Double.NaN);

    /** Where a limit comes from. */
    public enum Source {
        THRESHOLD,
        LEARNED,
        NONE,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Limit threshold(double baselineMs, double multiplier) {
        return new Limit(Source.THRESHOLD, baselineMs, multiplier);
    }

    public static Limit learned(double baselineMs, double multiplier) {
        return new Limit(Source.LEARNED, baselineMs, multiplier);
    }

    /** Above this many milliseconds the median is too high; NaN where nobody knows. */
    public double thresholdMs() {
        return baselineMs * multiplier;
    }

    public boolean known() {
        return source == Source.THRESHOLD || source == Source.LEARNED;
    }
}
