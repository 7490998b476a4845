package dev.andon.monitor.retention;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Runs retention once a UTC day. Of any number of instances one does: the claim is a row. */
@Singleton
public final class RetentionJob {
    private static final Logger LOG = Logger.getLogger(RetentionJob.class);

    private final Retention retention;
    private final RetentionConfig config;
    private final InstantSource clock;

    RetentionJob(Retention retention, RetentionConfig config, InstantSource clock) {
        this.retention = retention;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "retention",
            every = "${andon.retention.every:10m}",
            delayed = "15s",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        if (!config.enabled()) {
            return;
        }
        try {
            runOnce();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Retention could not be run and will be tried again tomorrow, or by: retention run");
        }
    }

    /** The run of today; false where it was made. */
    boolean runOnce() {
        return retention.runOfDay(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), "andon-monitor");
    }
}
