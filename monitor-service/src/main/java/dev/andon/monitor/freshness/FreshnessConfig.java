package dev.andon.monitor.freshness;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How old the newest row of a table may be: {@code andon.monitor.freshness.<table>.warn-after} and {@code error-after}. */
@ConfigMapping(prefix = "andon.monitor.freshness")
public interface FreshnessConfig {
    /** Limits by the name of a table, for example {@code dimension_rollups}. */
    @WithParentName
    Map<String, Limits> tables();

    /** Those of one table; what is unset keeps the table's own. */
    interface Limits {
        Optional<Duration> warnAfter();

        Optional<Duration> errorAfter();
    }
}
