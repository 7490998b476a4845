package dev.andon.monitor.check;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Runs and results as they are written. */
@Singleton
final class CheckRunRepository {
    private static final String CLAIM = """
            INSERT INTO monitor_runs (run_id, started_at, slot_at, trigger, scope)
            VALUES (?, ?, ?, 'schedule', ?)
            ON CONFLICT (slot_at) DO NOTHING
            """;

    private static final String RUN = """
            INSERT INTO monitor_runs (run_id, started_at, finished_at, trigger, scope, status)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (run_id) DO UPDATE
               SET finished_at = excluded.finished_at,
                   status = excluded.status
            """;

    /** One probe of the index per check, however long the history. */
    private static final String BEFORE = """
            SELECT key, last.status
              FROM unnest(?::text[]) AS key
             CROSS JOIN LATERAL (SELECT status
                                   FROM monitor_results
                                  WHERE check_key = key
                                  ORDER BY checked_at DESC
                                  LIMIT 1) AS last
            """;

    private static final String RESULT = """
            INSERT INTO monitor_results (run_id, check_key, check_group, title, measures, status, value, unit, warn_at, error_at,
                                         expected, detail, remedy, page, runbook, checked_at, took_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run_id, check_key) DO NOTHING
            """;

    private static final String PRUNE = """
            DELETE FROM monitor_runs
             WHERE started_at < ?
               AND NOT (SELECT gdpr_held(p_classes => ARRAY['monitor_runs']))
            """;

    private final Database database;

    CheckRunRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** Takes the run of a moment of the schedule; false where another instance has it. */
    boolean claim(UUID runId, Instant slot, CheckScope scope, Instant now) {
        return database.write(session -> session.update(CLAIM, runId, now, slot, scope.toString())) == 1;
    }

    /** Stores a run with its results, and returns how each check ended the time before. */
    Map<String, CheckStatus> store(CheckRun run) {
        return database.write(session -> {
            Map<String, CheckStatus> before = before(session, run.results());
            session.update(
                    RUN,
                    run.runId(),
                    run.startedAt(),
                    run.finishedAt(),
                    run.trigger(),
                    run.scope().toString(),
                    run.status().text());
            session.onConnection(connection -> insert(connection, run));
            return before;
        });
    }

    /** Deletes what is older than the limit, and returns how many runs went. */
    int prune(Instant now, Duration keep) {
        return database.write(session -> session.update(PRUNE, now.minus(keep)));
    }

    private static Map<String, CheckStatus> before(Session session, List<CheckResult> results) {
        String[] keys = results.stream().map(CheckResult::key).toArray(String[]::new);
        Map<String, CheckStatus> before = new HashMap<>();
        session.forEach(
                BEFORE, row -> before.put(row.getString("key"), CheckStatus.of(row.getString("status"))), (Object)
                        keys);
        return before;
    }

    private static int[] insert(Connection connection, CheckRun run) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RESULT)) {
            for (CheckResult result : run.results()) {
                bind(insert, run.runId(), result);
                insert.addBatch();
            }
            return insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, UUID runId, CheckResult result) throws SQLException {
        insert.setObject(1, runId);
        insert.setString(2, result.key());
        insert.setString(3, result.group().text());
        insert.setString(4, result.title());
        insert.setString(5, result.measures());
        insert.setString(6, result.status().text());
        insert.setObject(7, result.value(), Types.DOUBLE);
        insert.setString(8, result.unit());
        insert.setObject(9, result.warnAt(), Types.DOUBLE);
        insert.setObject(10, result.errorAt(), Types.DOUBLE);
        insert.setString(11, result.expected());
        insert.setString(12, result.detail());
        insert.setString(13, result.remedy());
        insert.setString(14, result.page());
        insert.setString(15, result.runbook());
        insert.setObject(16, result.checkedAt().atOffset(ZoneOffset.UTC));
        insert.setDouble(17, result.tookMs());
    }
}
