package dev.andon.monitor.privacy.verify;

import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRunEnded;
import dev.andon.monitor.privacy.AuditLog;
import dev.andon.monitor.privacy.AuditLog.Entry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Says in the audit log that somebody looked: by {@code gdpr verify}, by {@code check} or on a page. The schedule's own looks, a hundred a day, are
 * in monitor_runs only. The age of the newest entry does not count these, or looking would keep the log fresh.
 */
@Singleton
final class VerifyEntries {
    private final AuditLog log;

    VerifyEntries(AuditLog log) {
        this.log = log;
    }

    void checked(@Observes CheckRunEnded ended) {
        if (ended.run().trigger().equals("schedule")) {
            return;
        }
        ended.run().results().stream()
                .filter(result -> result.key().equals(ChainCheck.KEY))
                .forEach(this::append);
    }

    private void append(CheckResult result) {
        log.append(new Entry(
                "check",
                "verify",
                null,
                result.status().fails() ? "broken" : "intact",
                Map.of(),
                result.detail().substring(0, Math.min(result.detail().length(), 1000))));
    }
}
