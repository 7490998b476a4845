package dev.andon.monitor.request;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How requests of people about their data are carried out. */
@ConfigMapping(prefix = "andon.privacy.requests")
public interface RequestConfig {
    /** Whether the service carries out what waits, and goes on with what was cut off. */
    @WithDefault("true")
    boolean enabled();

    /** How often it looks. */
    @WithDefault("10s")
    String every();

    /** Who carries a request out and does not finish a step within this time loses it to whoever comes. */
    @WithDefault("1m")
    Duration lease();

    /** Pages of 8 KiB that one step takes: what is locked at a time, and what is done again after a crash. */
    @WithDefault("256")
    int pages();

    /** An erasure of more than so many percent of a table's rows needs a confirmation; tables of fewer than 100 rows do not count. */
    @WithDefault("50")
    int largePercent();

    /** How often the verification may find rows that had come meanwhile, before a request fails. */
    @WithDefault("5")
    int rounds();

    /** How many days before a request is due it is a warning. */
    @WithDefault("7d")
    Duration warnBefore();
}
