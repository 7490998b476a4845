package dev.andon.analyzer.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Executes queued runs, and queues one when an analysis is due. Safe on any number of replicas: the claim is in SQL. */
@Singleton
public final class AnalysisJob {
    private static final Logger LOG = Logger.getLogger(AnalysisJob.class);

    private final RunQueue queue;
    private final RunExecutor executor;

    AnalysisJob(RunQueue queue, RunExecutor executor) {
        this.queue = queue;
        this.executor = executor;
    }

    @Scheduled(identity = "analysis", every = "{andon.analysis.poll}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            runOnce();
        } catch (RuntimeException failed) {
            // The run, if there was one, is taken over when it is found stuck.
            LOG.errorf(failed, "Looking for a queued analysis failed and will be tried again.");
        }
    }

    @Scheduled(
            identity = "analysis-staleness",
            every = "{andon.analysis.staleness-check}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void checkStaleness() {
        try {
            queueIfDue();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Looking whether an analysis is due failed and will be tried again.");
        }
    }

    /** One look at the queue; true where a run was executed. */
    public boolean runOnce() {
        return executor.executeNext().isPresent();
    }

    /** True where a run waits or runs because one was due. */
    public boolean queueIfDue() {
        return queue.queueIfStaleAfterPause("scheduler").isPresent();
    }
}
