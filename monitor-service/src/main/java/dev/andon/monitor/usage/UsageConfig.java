package dev.andon.monitor.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the page of LLM usage. */
@ConfigMapping(prefix = "andon.usage")
public interface UsageConfig {
    /** A newest chat request older than this is marked as stale. */
    @WithDefault("2h")
    Duration staleAfter();
}
