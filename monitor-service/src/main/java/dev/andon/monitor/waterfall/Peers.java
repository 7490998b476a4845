package dev.andon.monitor.waterfall;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.dimension.Dimension;
import io.quarkus.qute.TemplateData;

/**
 * How one span stands among others of its kind.
 *
 * @param slowerThan the share of them that took less time
 */
@TemplateData
public record Peers(Dimension dimension, long samples, double p50Ms, double p95Ms, double slowerThan) {

    /** Among the samples of a histogram; there is at least one. */
    static Peers of(Dimension dimension, LogHistogram histogram, long durationUs) {
        long[] below = new long[1];
        histogram.forEach((value, count) -> below[0] += value < durationUs ? count : 0);
        return new Peers(
                dimension,
                histogram.count(),
                histogram.quantile(0.5) / 1000,
                histogram.quantile(0.95) / 1000,
                (double) below[0] / histogram.count());
    }
}
