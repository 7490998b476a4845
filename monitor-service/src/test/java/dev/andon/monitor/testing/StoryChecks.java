package dev.andon.monitor.testing;

import dev.andon.common.testing.TestDatabase;
import java.time.Instant;

/**
 * Two weeks of checks every quarter of an hour until {@code now}: the watermark lags for five hours before the end, spans stayed
 * away for a while four days before, a night without checks lies between, and one check could not be made once.
 */
public final class StoryChecks {
    private static final String RUNS = """
            INSERT INTO monitor_runs (run_id, started_at, finished_at, slot_at, trigger, scope, status)
            SELECT gen_random_uuid(), at, at + interval '420 milliseconds', at, 'schedule', 'all',
                   CASE WHEN at > '%1$s'::timestamptz - interval '5 hours' THEN 'stale' ELSE 'fresh' END
              FROM generate_series('%1$s'::timestamptz - interval '14 days', '%1$s'::timestamptz, interval '15 minutes') AS at
             WHERE at NOT BETWEEN '%1$s'::timestamptz - interval '30 hours' AND '%1$s'::timestamptz - interval '22 hours'
            """;

    private static final String RESULTS = """
            INSERT INTO monitor_results (run_id, checked_at, check_key, check_group, title, measures, status, value, unit, warn_at,
                                         error_at, expected, detail, remedy, page, runbook, took_ms)
            SELECT run_id, started_at, key, area, title, measures,
                   CASE WHEN value IS NULL THEN 'unknown' WHEN value >= error_at THEN 'stale' WHEN value >= warn_at THEN 'warn'
                        ELSE 'fresh' END,
                   value, unit, warn_at, error_at, expected,
                   CASE WHEN value IS NULL THEN 'Not done within 5000 ms.' WHEN value >= error_at THEN 'It is beyond its limit.'
                        ELSE 'It is within its limits.' END,
                   CASE WHEN value >= warn_at THEN 'Check that an analyzer is up and reaches the database.' END,
                   page, '/runbook#' || key, 12.5
              FROM (SELECT run_id, started_at, extract(EPOCH FROM '%1$s'::timestamptz - started_at) / 3600 AS hours_ago
                      FROM monitor_runs) AS run
             CROSS JOIN LATERAL (VALUES
                    ('dimension_rollups', 'rollups', 'Rollups of dimensions', 'newest bucket', 's', 10800, 90000, NULL, '/freshness',
                     1800 + 900 * sin(hours_ago)),
                    ('call_rollups', 'rollups', 'Rollups of calls', 'newest bucket', 's', 10800, 90000, NULL, '/freshness',
                     1800 + 900 * cos(hours_ago)),
                    ('rollup_watermarks', 'rollups', 'Watermark of the fold', 'lag', 's', 120, 600, NULL, '/freshness',
                     CASE WHEN hours_ago < 5 THEN 900 - 60 * hours_ago ELSE 3 + sin(hours_ago) END),
                    ('workflow_trace_log', 'raw', 'Spans', 'newest batch', 's', 3600, 86400, NULL, '/freshness',
                     CASE WHEN hours_ago BETWEEN 96 AND 99 THEN (99 - hours_ago) * 3600 ELSE 4 END),
                    ('trace_volume', 'raw', 'Traces, last hour', 'against the usual', 'traces', 3, 6, '38 – 74', '/traces',
                     CASE WHEN hours_ago BETWEEN 40 AND 40.2 THEN NULL ELSE 1 + cos(hours_ago / 12) END),
                    ('missing_hours', 'rollups', 'Hours without traces', 'in 24 hours', 'hours', 1, 3, NULL, '/traces',
                     CASE WHEN hours_ago BETWEEN 70 AND 94 THEN 1 ELSE 0 END),
                    ('analysis_stale', 'loop', 'Last good analysis', 'age', 's', 604800, NULL, NULL, '/runs', 7200 + hours_ago))
                   AS found (key, area, title, measures, unit, warn_at, error_at, expected, page, value)
            """;

    private static final String MESSAGES = """
            INSERT INTO monitor_alert_messages (message_id, created_at, due_at, claimed_until, attempts, status, trigger, content)
            SELECT run_id, started_at, started_at, started_at, 1, status, 'schedule',
                   jsonb_build_object('findings', jsonb_build_array(jsonb_build_object('title', title, 'change', change)))
              FROM (VALUES (interval '5 hours', 'given_up', 'Watermark of the fold', 'failing'),
                           (interval '96 hours', 'sent', 'Spans', 'recovered'),
                           (interval '98 hours', 'sent', 'Spans', 'failing')) AS message (ago, status, title, change)
             CROSS JOIN LATERAL (SELECT run_id, started_at
                                   FROM monitor_runs
                                  WHERE started_at >= '%1$s'::timestamptz - ago
                                  ORDER BY started_at
                                  LIMIT 1) AS run
            """;

    private final TestDatabase database;
    private final Instant now;

    public StoryChecks(TestDatabase database, Instant now) {
        this.database = database;
        this.now = now;
    }

    /** Writes everything. */
    public void tell() {
        database.execute(RUNS.formatted(now));
        database.execute(RESULTS.formatted(now));
        database.execute(MESSAGES.formatted(now));
    }
}
