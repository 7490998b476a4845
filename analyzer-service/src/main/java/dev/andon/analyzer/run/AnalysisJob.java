package dev.andon.analyzer.run;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Executes queued runs, and queues one when an analysis is due. Safe on any number of replicas: the claim is in SQL. */
@Singleton
public final class AnalysisJob {
    private final RunQueue queue;
    private final RunExecutor executor;

    AnalysisJob(RunQueue queue, RunExecutor executor) {
        this.queue = queue;
        this.executor = executor;
    }

    @Scheduled(identity = "analysis", every = "{andon.analysis.poll}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        executor.executeNext();
    }

    @Scheduled(
            identity = "analysis-staleness",
            every = "{andon.analysis.staleness-check}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void checkStaleness() {
        queueIfDue();
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
