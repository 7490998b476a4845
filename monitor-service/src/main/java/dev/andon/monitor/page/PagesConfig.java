package dev.andon.monitor.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the pages. */
@ConfigMapping(prefix = "andon.pages")
public interface PagesConfig {

    /** Name of this installation, beside the brand. */
    @WithDefault("local")
    String environment();

    /** Address to which exporters send traces, as shown where there are none yet. */
    @WithDefault("http://localhost:4318")
    String ingestAddress();

    /** Figures older than this are marked as stale. */
    @WithDefault("10m")
    Duration staleAfter();
}
