package dev.andon.analyzer;

import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.fold.FoldConfig;
import dev.andon.common.config.Bounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;

/** Refuses to start with settings under which no analysis could say anything or nothing would be folded. */
final class AnalyzerStart {
    private static final int MANY = 1_000_000_000;

    AnalyzerStart() {}

    void check(@Observes StartupEvent started, AnalysisConfig analysis, FoldConfig fold) {
        Bounds.check("andon.analysis.window-days", analysis.windowDays(), 1, 400);
        Bounds.check("andon.analysis.staleness-threshold-days", analysis.stalenessThresholdDays(), 1, 400);
        Bounds.check("andon.analysis.max-items-per-dimension", analysis.maxItemsPerDimension(), 1, MANY);
        Bounds.check("andon.analysis.minimum-traces", analysis.minimumTraces(), 1, MANY);
        Bounds.check("andon.analysis.history-days", analysis.historyDays(), 0, 400);
        Bounds.check("andon.analysis.max-attempts", analysis.maxAttempts(), 1, 100);
        Bounds.check("andon.rollup.spans-per-cycle", fold.spansPerCycle(), 1, MANY);
        Bounds.check("andon.rollup.traces-per-read", fold.tracesPerRead(), 1, MANY);
        Bounds.check("andon.rollup.spans-per-trace", fold.spansPerTrace(), 1, MANY);
        Bounds.check("andon.rollup.keys-per-hour", fold.keysPerHour(), 1, MANY);
    }
}
