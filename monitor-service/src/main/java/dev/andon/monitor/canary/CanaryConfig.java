package dev.andon.monitor.canary;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The canary, which goes the whole way from ingest to a page. It flies where ANDON_INGEST_URL is set. */
@ConfigMapping(prefix = "andon.monitor.canary")
public interface CanaryConfig {
    /** How long the whole way may take. */
    @WithDefault("30s")
    Duration limit();

    /** How old a canary says it is: older than what analyses and checks look at (35 days), younger than what retention deletes (90). */
    @WithDefault("60d")
    Duration age();

    /** Address of the pages as a browser reaches them; without it the last step is left out. Also ANDON_MONITOR_URL. */
    @WithDefault("${ANDON_MONITOR_URL:}")
    Optional<String> dashboardUrl();
}
