package dev.andon.ingest;

import dev.andon.common.config.Bounds;
import dev.andon.ingest.body.BodyConfig;
import dev.andon.ingest.chat.ChatFollowConfig;
import dev.andon.ingest.intake.IntakeConfig;
import dev.andon.ingest.partition.PartitionConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Refuses to start with settings under which no span would be stored. */
final class IngestStart {
    private static final int MANY = 1_000_000_000;
    private static final long KILOBYTE = 1 << 10;
    private static final long TERABYTE = 1L << 40;

    IngestStart() {}

    void check(
            @Observes StartupEvent started,
            BodyConfig body,
            IntakeConfig intake,
            PartitionConfig partition,
            ChatFollowConfig chat) {
        Bounds.check("andon.ingest.body.max-spans", body.maxSpans(), 1, MANY);
        Bounds.check("andon.ingest.body.max-in-memory", body.maxInMemory(), KILOBYTE, TERABYTE);
        Bounds.check("andon.ingest.body.large", body.large(), 0, TERABYTE);
        Bounds.check("andon.ingest.intake.max-bytes", intake.maxBytes(), KILOBYTE, TERABYTE);
        Bounds.check("andon.ingest.intake.retry-after", intake.retryAfter(), Duration.ZERO, Duration.ofHours(1));
        Bounds.check("andon.ingest.intake.give-up-after", intake.giveUpAfter(), Duration.ZERO, Duration.ofHours(1));
        Bounds.check("andon.ingest.chat.spans-per-cycle", chat.spansPerCycle(), 1, MANY);
        Bounds.checkPace("andon.ingest.chat.every", chat.every());
        Bounds.check("andon.ingest.intake.writers", intake.writers(), 1, 100);
        Bounds.check("andon.ingest.intake.max-spans", intake.maxSpans(), 1, MANY);
        Bounds.check("andon.ingest.intake.group-spans", intake.groupSpans(), 1, MANY);
        Bounds.check("andon.ingest.partition.days-ahead", partition.daysAhead(), 0, 300);
        Bounds.check("andon.ingest.partition.days-back", partition.daysBack(), 0, 36_500);
    }
}
