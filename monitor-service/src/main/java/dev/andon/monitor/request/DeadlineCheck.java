package dev.andon.monitor.request;

import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** No request of a person is late, or has failed without anybody going on with it. */
@Singleton
final class DeadlineCheck implements Check {
    private static final String OPEN = """
            SELECT count(*) AS open,
                   count(*) FILTER (WHERE state = 'failed') AS failed,
                   min(due_at) AS next_due
              FROM gdpr_requests
             WHERE finished_at IS NULL
               AND coalesce(state_reason, '') NOT LIKE 'LEGAL_HOLD%'
            """;
    private static final String REMEDY =
            "See /dashboard/privacy/requests or gdpr list for the reason; gdpr resume goes on with one.";

    private final RequestConfig config;

    DeadlineCheck(RequestConfig config) {
        this.config = config;
    }

    @Override
    public String key() {
        return "gdpr_deadlines";
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.PRIVACY;
    }

    @Override
    public String title() {
        return "Requests of people";
    }

    @Override
    public String measures() {
        return "time left";
    }

    @Override
    public String page() {
        return "/dashboard/privacy/requests";
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        return session.first(OPEN, row -> measurement(row, now)).orElseThrow();
    }

    private Measurement measurement(ResultSet row, Instant now) throws SQLException {
        Instant due = Rows.instant(row, "next_due");
        if (due == null) {
            return Measurement.verdict(CheckStatus.FRESH, "No request is open.", null);
        }
        Duration left = Duration.between(now, due);
        String open = row.getLong("open") + " open, the next is due " + due + ".";
        if (row.getLong("failed") > 0) {
            return Measurement.verdict(CheckStatus.STALE, row.getLong("failed") + " failed; " + open, REMEDY);
        } else if (left.isNegative()) {
            return Measurement.verdict(CheckStatus.STALE, "A request is late: " + open, REMEDY);
        }
        return left.compareTo(config.warnBefore()) < 0
                ? Measurement.verdict(CheckStatus.WARN, "A request is due soon: " + open, REMEDY)
                : Measurement.verdict(CheckStatus.FRESH, open, null);
    }
}
