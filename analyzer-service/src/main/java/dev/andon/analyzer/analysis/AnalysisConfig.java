package dev.andon.analyzer.analysis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the analysis; the environment variables of the operations guide set them too. */
@ConfigMapping(prefix = "andon.analysis")
public interface AnalysisConfig {
    /** How many days of traces an analysis looks at. Also TELEMETRY_ANALYSIS_WINDOW_DAYS. */
    @WithDefault("${TELEMETRY_ANALYSIS_WINDOW_DAYS:7}")
    int windowDays();

    /** A new analysis is due when the last success is older than this many days. Also TELEMETRY_STALENESS_THRESHOLD_DAYS. */
    @WithDefault("${TELEMETRY_STALENESS_THRESHOLD_DAYS:7}")
    int stalenessThresholdDays();

    /** How many improvements may be open per dimension. Also TELEMETRY_MAX_ITEMS_PER_DIMENSION. */
    @WithDefault("${TELEMETRY_MAX_ITEMS_PER_DIMENSION:3}")
    int maxItemsPerDimension();

    /** With fewer traces in the window a run fails with INSUFFICIENT_DATA. */
    @WithDefault("100")
    int minimumTraces();

    /** How many days before the window learned baselines remember. */
    @WithDefault("28")
    int historyDays();

    /** A run that is RUNNING for longer is taken over by another analyzer. */
    @WithDefault("10m")
    Duration stuckAfter();

    /** A run that was begun so many times without an end fails as STUCK. */
    @WithDefault("3")
    int maxAttempts();

    /** After a run that failed, the scheduler waits this long before it queues the next one by itself. */
    @WithDefault("1h")
    Duration retryPause();

    /** How often an analyzer looks for a queued run. */
    @WithDefault("1s")
    Duration poll();

    /** How often an analyzer looks whether a run is due. */
    @WithDefault("1m")
    Duration stalenessCheck();
}
