package dev.andon.local.bench.read;

import dev.andon.local.bench.BenchRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes a store a year old for as long as pages are measured: the week of rollups repeated back to last year, a million chat requests
 * over the year with their rollups, thirty checks every quarter of an hour for a month. Closing takes it away again, since other
 * benchmarks of the same store judge a week.
 */
final class YearOfRollups implements AutoCloseable {
    private static final String WORKFLOW = """
            INSERT INTO dimension_rollups (bucket_start, samples, errors, duration_us, critical_us, self_us, p50_ms, p95_ms, dimension_type,
                                           dimension_key, duration_histogram, self_histogram, exemplars)
            SELECT bucket_start - week * INTERVAL '8 days', samples, errors, duration_us, critical_us, self_us, p50_ms, p95_ms,
                   dimension_type, dimension_key, duration_histogram, self_histogram, exemplars
              FROM dimension_rollups
             CROSS JOIN generate_series(1, 45) AS week;
            INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms, p95_ms,
                                       duration_histogram)
            SELECT bucket_start - week * INTERVAL '8 days', traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms,
                   p95_ms, duration_histogram
              FROM trace_rollups
             CROSS JOIN generate_series(1, 45) AS week
            """;
    private static final String CHAT = """
            INSERT INTO chat_telemetry (request_id, created_at, source, outcome, domain, model, input_tokens, output_tokens, cost_usd,
                                        latency_ms)
            SELECT 'y' || n, now() - n * INTERVAL '31 seconds', 'api', 'ok', 'domain-' || n % 12, 'model-' || n / 12 % 12, n % 999, 7,
                   0.001, exp(6 + 0.8 * sin(n) + (n % 97) / 97.0)
              FROM generate_series(1, 1000000) AS n;
            DELETE FROM chat_telemetry_changes;
            SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')
            """;
    private static final String CHECKS = """
            INSERT INTO monitor_runs (run_id, started_at, finished_at, trigger, scope, status)
            SELECT gen_random_uuid(), at, at, 'command', 'all', 'fresh'
              FROM generate_series(now() - INTERVAL '30 days', now(), INTERVAL '15 minutes') AS at;
            INSERT INTO monitor_results (run_id, checked_at, check_key, check_group, title, measures, status, value, unit, warn_at,
                                         error_at, detail, page, runbook, took_ms)
            SELECT run_id, started_at, 'check_' || n, 'raw', 'Check ' || n, 'age', 'fresh', 10, 's', 60, 600, 'All is well.', '/freshness',
                   '', 1
              FROM monitor_runs
             CROSS JOIN generate_series(1, 30) AS n
            """;
    private static final String SETTLED = "VACUUM ANALYZE";
    private static final String AWAY = """
            DELETE FROM dimension_rollups WHERE bucket_start < now() - INTERVAL '8 days';
            DELETE FROM trace_rollups WHERE bucket_start < now() - INTERVAL '8 days';
            TRUNCATE chat_telemetry, chat_telemetry_changes, chat_telemetry_rollups, chat_telemetry_domain_rollups,
                     chat_telemetry_model_rollups, monitor_runs CASCADE
            """;

    private static final String DEADLOCK = "40P01";
    private static final int TRIES = 5;

    private final BenchStore store;

    private YearOfRollups(BenchStore store) {
        this.store = store;
    }

    /** Writes it all; what an earlier run left is taken away first. */
    static YearOfRollups in(BenchStore store, BenchRun run) throws SQLException {
        YearOfRollups year = new YearOfRollups(store);
        run.progress("making the store a year old");
        year.execute(AWAY);
        year.execute(WORKFLOW);
        year.execute(CHAT);
        year.execute(CHECKS);
        year.execute(SETTLED);
        return year;
    }

    @Override
    public void close() throws SQLException {
        execute(AWAY);
    }

    /** Each text is one transaction; the services, which are up, may be in its way. */
    private void execute(String sql) throws SQLException {
        for (int left = TRIES; left > 0; left--) {
            try (Connection connection = store.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException failed) {
                if (left == 1 || !DEADLOCK.equals(failed.getSQLState())) {
                    throw failed;
                }
            }
        }
    }
}
