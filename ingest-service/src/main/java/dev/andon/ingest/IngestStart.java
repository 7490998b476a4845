package dev.andon.ingest;

import dev.andon.common.config.Bounds;
import dev.andon.ingest.intake.IntakeConfig;
import dev.andon.ingest.partition.PartitionConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;

/** Refuses to start with settings under which no span would be stored. */
final class IngestStart {
    private static final int MANY = 1_000_000_000;

    IngestStart() {}

    void check(@Observes StartupEvent started, IntakeConfig intake, PartitionConfig partition) {
        Bounds.check("andon.ingest.intake.writers", intake.writers(), 1, 100);
        Bounds.check("andon.ingest.intake.max-spans", intake.maxSpans(), 1, MANY);
        Bounds.check("andon.ingest.intake.group-spans", intake.groupSpans(), 1, MANY);
        Bounds.check("andon.ingest.partition.days-ahead", partition.daysAhead(), 0, 300);
        Bounds.check("andon.ingest.partition.days-back", partition.daysBack(), 0, 36_500);
    }
}
