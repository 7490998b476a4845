package dev.andon.monitor.retention;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Retention runs every day and nothing is there that should have gone two days ago, holds aside. */
@Singleton
final class RetentionCheck implements Check {
    private static final Duration WARN_AFTER = Duration.ofHours(26);
    private static final Duration ERROR_AFTER = Duration.ofHours(50);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final String REMEDY =
            "The log of monitor says why retention did not run or what it left. By hand: retention run.";

    private static final String LAST =
            "SELECT max(finished_at) FROM retention_runs WHERE outcome IN ('done', 'partly')";

    private static final String OVERDUE = "SELECT retention_overdue(?, interval '2 days')";

    @Override
    public String key() {
        return "retention";
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.PRIVACY;
    }

    @Override
    public String title() {
        return "Retention";
    }

    @Override
    public String measures() {
        return "last run";
    }

    @Override
    public String page() {
        return "/dashboard/privacy";
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(TIMEOUT);
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        List<String> overdue = session.query(OVERDUE, row -> row.getString(1), now);
        if (!overdue.isEmpty()) {
            return Measurement.verdict(
                    CheckStatus.STALE,
                    "Should have been deleted two days ago or earlier: some " + String.join(", ", overdue) + ".",
                    REMEDY);
        }
        return session.first(LAST, row -> Optional.ofNullable(row.getTimestamp(1)))
                .flatMap(time -> time)
                .map(Timestamp::toInstant)
                .map(last -> Measurement.age(
                        Duration.between(last, now),
                        WARN_AFTER,
                        ERROR_AFTER,
                        "The last run ended at " + last + ".",
                        REMEDY))
                .orElseGet(() -> Measurement.verdict(
                        CheckStatus.WARN, "It has not run yet; the service does it once a day.", REMEDY));
    }
}
