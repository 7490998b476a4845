package dev.andon.analyzer.baseline;

import java.time.Instant;

/**
 * The median of a dimension in one hour.
 *
 * @param hour its start
 * @param samples how many durations; above zero
 * @param p50Ms their median in milliseconds; not negative
 */
public record HourlyMedian(Instant hour, long samples, double p50Ms) {}
