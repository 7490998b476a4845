package dev.andon.analyzer.percentile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.common.histogram.LogHistogram;

/**
 * One percentile from the spans and from the rollups, in milliseconds; null where that side has no sample.
 *
 * @param percentile 50, 95 or 99
 * @param relativeDifference of the rollups' value to the exact one, as a part of the exact one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Percentile(int percentile, Double exactMs, Double rollupMs, Double relativeDifference) {
    /** Rollups count whole microseconds, so a value may be off by half of one besides. */
    private static final double ROUNDING_MS = 0.000_5;

    static Percentile of(int percentile, Double exactMs, Double rollupMs) {
        Double difference = exactMs == null || rollupMs == null ? null : relative(exactMs, rollupMs);
        return new Percentile(percentile, exactMs, rollupMs, difference);
    }

    /** Whether the two differ by no more than the histogram's stated error. */
    boolean withinBound() {
        return relativeDifference != null
                && Math.abs(rollupMs - exactMs) <= exactMs * LogHistogram.RELATIVE_ERROR + ROUNDING_MS;
    }

    private static double relative(double exactMs, double rollupMs) {
        return exactMs == rollupMs ? 0 : Math.abs(rollupMs - exactMs) / exactMs;
    }
}
