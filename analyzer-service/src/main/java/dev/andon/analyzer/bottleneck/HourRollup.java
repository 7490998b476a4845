package dev.andon.analyzer.bottleneck;

import dev.andon.common.histogram.LogHistogram;
import java.time.Instant;
import java.util.List;

/**
 * One hour of one dimension, as the rollups hold it.
 *
 * @param durationUs sum of the durations
 * @param criticalUs how much of that lies on the critical path, children included
 * @param selfUs how much of that is its own
 * @param exemplars trace ids of the slowest samples, slowest first
 */
public record HourRollup(
        Instant hour,
        long samples,
        long errors,
        long durationUs,
        long criticalUs,
        long selfUs,
        double p50Ms,
        double p95Ms,
        LogHistogram durations,
        List<String> exemplars) {}
