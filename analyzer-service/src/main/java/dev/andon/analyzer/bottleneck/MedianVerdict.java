package dev.andon.analyzer.bottleneck;

import dev.andon.analyzer.baseline.MedianConfidence;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.histogram.MedianInterval;

/**
 * Whether a median is above its limit, and how sure that is. It is above only if the whole 99 % interval of the median is: no
 * distribution is assumed, one outlier changes nothing, and too few samples never make a verdict (spec W18).
 *
 * @param p50Ms the median; NaN without samples
 * @param lowMs lower end of the 99 % interval of the median
 * @param highMs upper end; infinite where there are too few samples for one
 * @param confidence probability that the median is above the limit, from 0 to 1; NaN without a limit
 */
public record MedianVerdict(DimensionState state, double p50Ms, double lowMs, double highMs, double confidence) {
    /** Below this many samples there is no verdict. */
    public static final int MINIMUM_SAMPLES = 25;

    private static final double INTERVAL = 0.99;
    private static final double WATCHED_FROM = 0.75;
    /** A learned finding is left only below this part of its limit, so that it does not flap around it. */
    private static final double LEAVE_BELOW = 0.9;

    private static final double MICROS_PER_MILLI = 1000;

    /**
     * @param wasAbove whether the analysis before this one found the dimension above its limit
     */
    public static MedianVerdict of(LogHistogram durations, Limit limit, boolean wasAbove) {
        double p50 = durations.quantile(0.5) / MICROS_PER_MILLI;
        MedianInterval interval = MedianInterval.of(durations, INTERVAL);
        double low = interval.low() / MICROS_PER_MILLI;
        double high = interval.high() / MICROS_PER_MILLI;
        double confidence =
                limit.known() ? MedianConfidence.above(durations, limit.thresholdMs() * MICROS_PER_MILLI) : Double.NaN;
        return new MedianVerdict(state(durations.count(), p50, low, limit, wasAbove), p50, low, high, confidence);
    }

    private static DimensionState state(long samples, double p50, double low, Limit limit, boolean wasAbove) {
        if (limit.source() == Limit.Source.OFF) {
            return DimensionState.OFF;
        }
        if (samples < MINIMUM_SAMPLES) {
            return DimensionState.TOO_FEW;
        }
        if (!limit.known()) {
            return DimensionState.LEARNING;
        }
        boolean stays = wasAbove && limit.source() == Limit.Source.LEARNED && p50 >= limit.thresholdMs() * LEAVE_BELOW;
        if (low > limit.thresholdMs() || stays) {
            return DimensionState.ABOVE;
        }
        return p50 > limit.thresholdMs() * WATCHED_FROM ? DimensionState.WATCHED : DimensionState.WITHIN;
    }
}
