package dev.andon.monitor.check;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes every check on a schedule. Of any number of instances one makes those of a moment: the claim is a row. */
@Singleton
public final class CheckJob {
    private static final Logger LOG = Logger.getLogger(CheckJob.class);

    private final CheckRunner runner;
    private final CheckRunRepository runs;
    private final CheckConfig config;
    private final InstantSource clock;

    CheckJob(CheckRunner runner, CheckRunRepository runs, CheckConfig config, InstantSource clock) {
        this.runner = runner;
        this.runs = runs;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "checks",
            every = "${andon.monitor.check.every:15m}",
            delayed = "30s",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        if (!config.enabled()) {
            return;
        }
        try {
            runOnce();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "The checks could not be made and will be tried again.");
        }
    }

    /** Makes, stores and announces the checks of the present moment of the schedule; false where another instance has them. */
    boolean runOnce() {
        Optional<CheckRun> made = due();
        made.ifPresent(run -> runner.announce(run).forEach(LOG::warn));
        return made.isPresent();
    }

    /** Makes the checks of the present moment of the schedule, for the caller to announce; empty where another instance has them. */
    public Optional<CheckRun> due() {
        Instant now = clock.instant();
        long every = config.every().toMillis();
        Instant slot = Instant.ofEpochMilli(now.toEpochMilli() / every * every);
        UUID runId = UUID.randomUUID();
        return runs.claim(runId, slot, CheckScope.ALL, now)
                ? Optional.of(runner.run(runId, CheckScope.ALL, "schedule"))
                : Optional.empty();
    }
}
