package dev.andon.analyzer;

import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.chat.ChatRollupConfig;
import dev.andon.analyzer.fold.FoldConfig;
import dev.andon.analyzer.percentile.PercentileConfig;
import dev.andon.common.config.Bounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Refuses to start with settings under which no analysis could say anything or nothing would be folded. */
final class AnalyzerStart {
    private static final int MANY = 1_000_000_000;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    AnalyzerStart() {}

    void check(
            @Observes StartupEvent started,
            AnalysisConfig analysis,
            FoldConfig fold,
            PercentileConfig percentiles,
            ChatRollupConfig chat) {
        check(analysis);
        check(fold);
        // PostgreSQL takes a statement's time as an int of milliseconds.
        Bounds.check("andon.percentiles.timeout", percentiles.timeout(), MILLISECOND, DAY);
        Bounds.checkPace("andon.chat-rollup.every", chat.every());
        Bounds.check("andon.chat-rollup.notes-per-cycle", chat.notesPerCycle(), 1, MANY);
    }

    private static void check(AnalysisConfig analysis) {
        Bounds.check("andon.analysis.window-days", analysis.windowDays(), 1, 400);
        Bounds.check("andon.analysis.staleness-threshold-days", analysis.stalenessThresholdDays(), 1, 400);
        Bounds.check("andon.analysis.max-items-per-dimension", analysis.maxItemsPerDimension(), 1, MANY);
        Bounds.check("andon.analysis.minimum-traces", analysis.minimumTraces(), 1, MANY);
        Bounds.check("andon.analysis.history-days", analysis.historyDays(), 0, 400);
        Bounds.check("andon.analysis.max-attempts", analysis.maxAttempts(), 1, 100);
        Bounds.check("andon.analysis.stuck-after", analysis.stuckAfter(), Duration.ofSeconds(1), DAY);
        Bounds.check("andon.analysis.retry-pause", analysis.retryPause(), Duration.ZERO, Duration.ofDays(365));
        Bounds.check("andon.analysis.poll", analysis.poll(), Duration.ofMillis(10), DAY);
        Bounds.check("andon.analysis.staleness-check", analysis.stalenessCheck(), Duration.ofMillis(10), DAY);
    }

    private static void check(FoldConfig fold) {
        Bounds.checkPace("andon.rollup.every", fold.every());
        Bounds.check("andon.rollup.spans-per-cycle", fold.spansPerCycle(), 1, MANY);
        Bounds.check("andon.rollup.traces-per-read", fold.tracesPerRead(), 1, MANY);
        Bounds.check("andon.rollup.spans-per-trace", fold.spansPerTrace(), 1, MANY);
        Bounds.check("andon.rollup.keys-per-hour", fold.keysPerHour(), 1, MANY);
    }
}
