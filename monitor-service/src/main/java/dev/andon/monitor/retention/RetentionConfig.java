package dev.andon.monitor.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what is older than its rule is deleted. */
@ConfigMapping(prefix = "andon.retention")
public interface RetentionConfig {
    /** Whether the service does it by itself, once a UTC day. Of several instances one does. */
    @WithDefault("true")
    boolean enabled();

    /** How often to look whether the day's run was made. */
    @WithDefault("10m")
    String every();

    /** Rows that one transaction deletes, where a whole day of spans cannot be dropped. */
    @WithDefault("10000")
    int batch();

    /** How long one step may take: counting a day before it is dropped, or one batch. At most 35 s. */
    @WithDefault("30s")
    Duration stepTimeout();
}
