package dev.andon.analyzer.bottleneck;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A dimension judged: what was seen, what it was compared with, what follows. Durations are in milliseconds.
 *
 * @param excessMs by how much the median is above the baseline; 0 where it is not or nobody knows the baseline
 * @param impactMs excess on the critical path times samples: the time that traces waited for it in vain
 * @param share the part of the end-to-end time of all traces that lies in this dimension, children included; from 0 to 1
 * @param slowShare the same of the slowest traces only, those that make the p95; NaN where it was not measured
 * @param since the hour from which on it is slower; empty where it always was, or is not
 * @param exemplars ids of slow traces
 * @param growth what grew within it; only for bottlenecks with a change point
 */
public record Assessment(
        Dimension dimension,
        Limit limit,
        MedianVerdict verdict,
        Evidence evidence,
        double excessMs,
        double impactMs,
        double share,
        double slowShare,
        Optional<Instant> since,
        List<String> exemplars,
        List<Growth> growth) {

    public DimensionState state() {
        return verdict.state();
    }

    public boolean isBottleneck() {
        return verdict.state() == DimensionState.ABOVE;
    }

    /** How many times the baseline the median is; NaN without a baseline. */
    public double ratio() {
        return verdict.p50Ms() / limit.baselineMs();
    }

    public double quantileMs(double p) {
        return evidence.durations().quantile(p) / 1000;
    }

    public Assessment withGrowth(List<Growth> found) {
        return new Assessment(
                dimension, limit, verdict, evidence, excessMs, impactMs, share, slowShare, since, exemplars, found);
    }

    public Assessment withSlowShare(double measured) {
        return new Assessment(
                dimension, limit, verdict, evidence, excessMs, impactMs, share, measured, since, exemplars, growth);
    }
}
