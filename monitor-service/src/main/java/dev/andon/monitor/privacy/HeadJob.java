package dev.andon.monitor.privacy;

import dev.andon.monitor.privacy.HeadSigner.Outcome;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Begins the audit log of a new installation, and signs what SQL functions or a process that died added to it. */
@Singleton
public final class HeadJob {
    private static final Logger LOG = Logger.getLogger(HeadJob.class);

    private final HeadSigner signer;
    private final AuditLog log;
    private Outcome last;

    HeadJob(HeadSigner signer, AuditLog log) {
        this.signer = signer;
        this.log = log;
    }

    @Scheduled(
            identity = "audit-heads",
            every = "${andon.privacy.sign-every:1m}",
            delayed = "5s",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            Outcome outcome = runOnce();
            if (outcome != last && (outcome == Outcome.REFUSED || outcome == Outcome.NOT_BEGUN)) {
                LOG.errorf("The audit log is not signed (%s). Run: andon monitor gdpr verify", outcome);
            }
            last = outcome;
        } catch (RuntimeException failed) {
            LOG.warnf("The audit log could not be signed and will be tried again: %s", failed.getMessage());
        }
    }

    /** Begins where there is nothing, signs where there is more than was signed. */
    Outcome runOnce() {
        log.begin();
        return signer.sign();
    }
}
