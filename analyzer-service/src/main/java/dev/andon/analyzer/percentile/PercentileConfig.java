package dev.andon.analyzer.percentile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Exact percentiles, which read spans. */
@ConfigMapping(prefix = "andon.percentiles")
public interface PercentileConfig {
    /** How long the spans of one dimension may be read before the question is given up, with 503. */
    @WithDefault("30s")
    Duration timeout();
}
