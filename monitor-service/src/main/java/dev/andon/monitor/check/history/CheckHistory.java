package dev.andon.monitor.check.history;

import dev.andon.common.sql.Database;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckStatus;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Runs and results as they are read. */
@Singleton
public final class CheckHistory {
    // Results are kept for weeks and there are some dozens of checks: one probe of the index for each known key.
    private static final String NEWEST = """
            WITH RECURSIVE known AS (
                (SELECT check_key FROM monitor_results ORDER BY check_key LIMIT 1)
                UNION ALL
                SELECT (SELECT r.check_key FROM monitor_results r WHERE r.check_key > k.check_key ORDER BY r.check_key LIMIT 1)
                  FROM known k
                 WHERE k.check_key IS NOT NULL)
            SELECT last.*
              FROM known
             CROSS JOIN LATERAL (SELECT *
                                   FROM monitor_results r
                                  WHERE r.check_key = known.check_key
                                  ORDER BY checked_at DESC
                                  LIMIT 1) AS last
             ORDER BY array_position(ARRAY['rollups', 'raw', 'privacy', 'loop', 'end-to-end'], check_group), check_key
            """;

    private static final String RUNS = """
            SELECT run_id, scope, trigger, status, started_at, finished_at
              FROM monitor_runs
             ORDER BY started_at DESC
             LIMIT ?
            """;

    private static final String STATUSES = """
            SELECT status
              FROM (SELECT status, checked_at
                      FROM monitor_results
                     WHERE check_key = ?
                     ORDER BY checked_at DESC
                     LIMIT ?) AS newest
             ORDER BY checked_at
            """;

    private final Database database;

    CheckHistory(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** The newest result of every check, in the order of groups and keys. */
    public List<CheckResult> newest() {
        return database.read(session -> session.query(NEWEST, CheckHistory::result));
    }

    /** How the last results of a check ended, oldest first. */
    public List<CheckStatus> statuses(String key, int most) {
        return database.read(
                session -> session.query(STATUSES, row -> CheckStatus.of(row.getString("status")), key, most));
    }

    List<CheckResource.Run> runs(int most) {
        return database.read(session -> session.query(
                RUNS,
                row -> new CheckResource.Run(
                        row.getObject("run_id", UUID.class),
                        row.getString("scope"),
                        row.getString("trigger"),
                        row.getString("status"),
                        row.getTimestamp("started_at").toInstant(),
                        finished(row.getTimestamp("finished_at"))),
                most));
    }

    private static java.time.Instant finished(Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static CheckResult result(ResultSet row) throws SQLException {
        return new CheckResult(
                row.getString("check_key"),
                CheckGroup.of(row.getString("check_group")),
                row.getString("title"),
                row.getString("measures"),
                CheckStatus.of(row.getString("status")),
                row.getObject("value", Double.class),
                row.getString("unit"),
                row.getObject("warn_at", Double.class),
                row.getObject("error_at", Double.class),
                row.getString("expected"),
                row.getString("detail"),
                row.getString("remedy"),
                row.getString("page"),
                row.getString("runbook"),
                row.getTimestamp("checked_at").toInstant(),
                row.getDouble("took_ms"));
    }
}
