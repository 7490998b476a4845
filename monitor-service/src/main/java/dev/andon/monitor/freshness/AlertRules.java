package dev.andon.monitor.freshness;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The alert rules of the workflow telemetry as checks; the rules themselves are the function telemetry_alerts. */
final class AlertRules {
    private static final String RULE = """
            SELECT severity, firing, value, threshold, unit, summary, runbook
              FROM telemetry_alerts(?)
             WHERE name = ?
            """;

    private AlertRules() {}

    @Produces
    @Singleton
    static Check analysisFailing() {
        return new Rule("analysis_failing", "Failed analyses", "in 24 hours", "/runs");
    }

    @Produces
    @Singleton
    static Check analysisStuck() {
        return new Rule("analysis_stuck", "Stuck analyses", "longest run", "/runs");
    }

    @Produces
    @Singleton
    static Check analysisStale() {
        return new Rule("analysis_stale", "Last good analysis", "age", "/runs");
    }

    @Produces
    @Singleton
    static Check noTraces() {
        return new Rule("no_traces", "Spans keep coming", "spans in 6 hours", "/traces");
    }

    @Produces
    @Singleton
    static Check rollupsBehind() {
        return new Rule("rollups_behind", "Spans wait for rollups", "lag", "/");
    }

    @Produces
    @Singleton
    static Check improvementFlood() {
        return new Rule("improvement_flood", "New improvements", "in 24 hours", "/improvements");
    }

    private record Rule(String key, String title, String measures, String page) implements Check {
        @Override
        public CheckGroup group() {
            return CheckGroup.LOOP;
        }

        @Override
        public Measurement measure(Session session, Instant now) {
            return session.first(RULE, Rule::measurement, now, key)
                    .orElseThrow(() -> new IllegalStateException("telemetry_alerts knows no rule " + key));
        }

        private static Measurement measurement(java.sql.ResultSet row) throws java.sql.SQLException {
            boolean critical = row.getString("severity").equals("critical");
            double limit = row.getDouble("threshold");
            CheckStatus status =
                    !row.getBoolean("firing") ? CheckStatus.FRESH : critical ? CheckStatus.STALE : CheckStatus.WARN;
            return new Measurement(
                    status,
                    row.getDouble("value"),
                    row.getString("unit"),
                    critical ? null : (Double) limit,
                    critical ? (Double) limit : null,
                    null,
                    row.getString("summary"),
                    status == CheckStatus.FRESH ? null : row.getString("runbook"));
        }
    }
}
