package dev.andon.ingest.intake;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much waits in memory and how it is written. */
@ConfigMapping(prefix = "andon.ingest.intake")
public interface IntakeConfig {
    /** Threads that write, each with a connection of its own. */
    @WithDefault("2")
    int writers();

    /** Spans that may wait or be under way; beyond it clients get 503 and come back. */
    @WithDefault("200000")
    int maxSpans();

    /** Memory that rows waiting or under way may take; beyond it clients get 503 and come back. */
    @WithDefault("256M")
    MemorySize maxBytes();

    /** A writer takes waiting requests into one transaction up to so many spans. */
    @WithDefault("8000")
    int groupSpans();

    /** What overloaded clients are told to wait. */
    @WithDefault("1s")
    Duration retryAfter();

    /** How long a writer tries to get a lost database back before it gives its requests up, with 503. */
    @WithDefault("10s")
    Duration giveUpAfter();
}
