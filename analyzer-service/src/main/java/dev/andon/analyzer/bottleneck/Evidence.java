package dev.andon.analyzer.bottleneck;

import dev.andon.common.histogram.LogHistogram;
import java.util.Collection;

/**
 * What was seen of a dimension in a period: the hours added up.
 *
 * @param durations in microseconds
 */
public record Evidence(
        long samples, long errors, long durationUs, long criticalUs, long selfUs, LogHistogram durations) {

    public static Evidence of(Collection<HourRollup> hours) {
        LogHistogram durations = new LogHistogram();
        hours.forEach(hour -> durations.merge(hour.durations()));
        return new Evidence(
                hours.stream().mapToLong(HourRollup::samples).sum(),
                hours.stream().mapToLong(HourRollup::errors).sum(),
                hours.stream().mapToLong(HourRollup::durationUs).sum(),
                hours.stream().mapToLong(HourRollup::criticalUs).sum(),
                hours.stream().mapToLong(HourRollup::selfUs).sum(),
                durations);
    }

    /** The part of the duration that the traces had to wait for, from 0 to 1. */
    public double criticalShare() {
        return durationUs == 0 ? 0 : Math.min(1, (double) criticalUs / durationUs);
    }
}
