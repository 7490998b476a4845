package dev.andon.monitor.request;

import dev.andon.common.sql.SqlFailure;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Carries out what waits and goes on with what was cut off, on every instance; a request has one worker at a time. */
@Singleton
public final class RequestJob {
    private static final Logger LOG = Logger.getLogger(RequestJob.class);

    private final RequestWorker worker;
    private final RequestConfig config;

    RequestJob(RequestWorker worker, RequestConfig config) {
        this.worker = worker;
        this.config = config;
    }

    @Scheduled(
            identity = "privacy-requests",
            every = "${andon.privacy.requests.every:10s}",
            delayed = "10s",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        if (!config.enabled()) {
            return;
        }
        try {
            while (worker.runNext()) {
                LOG.debug("A request was carried out as far as it goes.");
            }
        } catch (SqlFailure failed) {
            LOG.warnf("Requests could not be carried out (SQLSTATE %s) and will be tried again.", failed.sqlState());
        }
    }
}
