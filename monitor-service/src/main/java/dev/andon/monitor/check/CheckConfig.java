package dev.andon.monitor.check;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Checks of freshness, of the audit log and of the analysis: how they are made. */
@ConfigMapping(prefix = "andon.monitor.check")
public interface CheckConfig {
    /** Whether the service makes them by itself. Of several instances one does. */
    @WithDefault("true")
    boolean enabled();

    /** How often. */
    @WithDefault("15m")
    Duration every();

    /** How long one check may take before it counts as unknown. */
    @WithDefault("5s")
    Duration timeout();

    /** How long results are kept. */
    @WithDefault("30d")
    Duration keep();

    /** Keys of checks that are not made, such as no_traces, with commas between. */
    Optional<Set<String>> skip();
}
