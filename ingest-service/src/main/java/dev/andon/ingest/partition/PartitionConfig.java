package dev.andon.ingest.partition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which days of the span store get a partition of their own. */
@ConfigMapping(prefix = "andon.ingest.partition")
public interface PartitionConfig {
    /** Days after today that are made ahead. */
    @WithDefault("3")
    int daysAhead();

    /** Days before today that get a partition when a span of theirs arrives; older ones go to the default partition. */
    @WithDefault("100")
    int daysBack();
}
