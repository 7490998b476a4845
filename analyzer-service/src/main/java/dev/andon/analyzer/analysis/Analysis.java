package dev.andon.analyzer.analysis;

import dev.andon.analyzer.bottleneck.Assessment;
import dev.andon.analyzer.bottleneck.Assessor;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.analyzer.evidence.TraceTotals;
import java.time.Instant;
import java.util.List;

/**
 * What an analysis found.
 *
 * @param asOf every span acknowledged before this moment was looked at; null where nothing was folded yet
 * @param dimensions every dimension, bottlenecks first
 * @param notes sentences for the operator
 */
public record Analysis(
        Period window,
        int windowDays,
        Instant asOf,
        TraceTotals totals,
        List<Assessment> dimensions,
        List<String> notes) {
    /** The worst first. */
    public List<Assessment> bottlenecks() {
        return Assessor.bottlenecks(dimensions);
    }
}
