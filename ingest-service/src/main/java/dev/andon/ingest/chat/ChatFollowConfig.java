package dev.andon.ingest.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How chat telemetry is made of spans of model calls. */
@ConfigMapping(prefix = "andon.ingest.chat")
public interface ChatFollowConfig {
    /** How often to look for committed spans. */
    @WithDefault("2s")
    String every();

    /** The most spans of new writes that one transaction looks through. */
    @WithDefault("20000")
    int spansPerCycle();
}
