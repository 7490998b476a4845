package dev.andon.analyzer.run;

import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** telemetry_analysis_runs: queueing, claiming, ending. Every end is fenced by the attempt, so a worker that was overtaken writes nothing. */
@Singleton
public final class RunRepository {
    private static final String QUEUE = """
            SELECT telemetry_queue_analysis(?, ?) AS run_id
            """;

    private static final String QUEUE_STALE = """
            SELECT telemetry_queue_stale_analysis(?, ?, make_interval(secs => ?), make_interval(secs => ?), ?) AS run_id
            """;

    /** A run may wait while another one runs; a run that never ends is begun again by whoever comes first. */
    private static final String CLAIM = """
            UPDATE telemetry_analysis_runs
               SET status = 'RUNNING',
                   started_at = ?,
                   attempt = attempt + 1,
                   worker = ?
             WHERE run_id = (
                   SELECT run_id
                     FROM telemetry_analysis_runs AS candidate
                    WHERE (status = 'RUNNING' AND coalesce(started_at, triggered_at) < ?)
                       OR (status = 'QUEUED' AND NOT EXISTS (
                           SELECT FROM telemetry_analysis_runs WHERE status = 'RUNNING'))
                    ORDER BY status DESC
                    LIMIT 1
                      FOR UPDATE SKIP LOCKED)
            RETURNING run_id, status, triggered_at, triggered_by, started_at, finished_at, window_days, attempt, worker, reason_code,
                      findings_count, error_detail, NULL AS output_ref
            """;

    /** Begins a run of one's own at once; nothing where another one runs. */
    private static final String BEGIN = """
            INSERT INTO telemetry_analysis_runs (triggered_at, triggered_by, status, started_at, attempt, worker, window_days)
            VALUES (?, ?, 'RUNNING', ?, 1, ?, ?)
            ON CONFLICT DO NOTHING
            RETURNING run_id, status, triggered_at, triggered_by, started_at, finished_at, window_days, attempt, worker, reason_code,
                      findings_count, error_detail, NULL AS output_ref
            """;

    private static final String FAIL_STUCK = """
            UPDATE telemetry_analysis_runs
               SET status = 'FAILED',
                   finished_at = ?,
                   reason_code = 'STUCK',
                   error_detail = format('Stuck: begun %s times by %s and never ended.', attempt, coalesce(worker, 'nobody known'))
             WHERE status = 'RUNNING'
               AND coalesce(started_at, triggered_at) < ?
               AND attempt >= ?
            """;

    private static final String FINISH = """
            UPDATE telemetry_analysis_runs
               SET status = ?,
                   finished_at = ?,
                   reason_code = ?,
                   findings_count = ?,
                   error_detail = ?,
                   output_ref = ?::jsonb
             WHERE run_id = ?
               AND status = 'RUNNING'
               AND attempt = ?
            """;

    /** A database that was never analysed and has too little to analyse is new, not stale. */
    private static final String IN_USE = """
            SELECT EXISTS (SELECT FROM telemetry_analysis_runs)
                OR (SELECT count(*) >= ?
                      FROM (SELECT FROM trace_summaries WHERE started_at >= ? LIMIT ?) AS recent) AS in_use
            """;

    private static final String LATEST = """
            SELECT run_id, status, triggered_at, triggered_by, started_at, finished_at, window_days, attempt, worker, reason_code,
                   findings_count, error_detail, NULL AS output_ref
              FROM telemetry_analysis_runs
             ORDER BY triggered_at DESC
             LIMIT ?
            """;

    private static final String ONE = """
            SELECT run_id, status, triggered_at, triggered_by, started_at, finished_at, window_days, attempt, worker, reason_code,
                   findings_count, error_detail, output_ref::text AS output_ref
              FROM telemetry_analysis_runs
             WHERE run_id = ?
            """;

    private static final String LAST_SUCCESS = """
            SELECT run_id, status, triggered_at, triggered_by, started_at, finished_at, window_days, attempt, worker, reason_code,
                   findings_count, error_detail, output_ref::text AS output_ref
              FROM telemetry_analysis_runs
             WHERE status = 'SUCCEEDED'
             ORDER BY finished_at DESC
             LIMIT 1
            """;

    /** The run that waits or runs, or a new one. */
    public UUID queue(Session session, String by, Integer windowDays) {
        return session.first(QUEUE, row -> row.getObject("run_id", UUID.class), by, windowDays)
                .orElseThrow();
    }

    /** The run that waits or runs, or a new one; empty where the last success is younger than {@code maxAge}. */
    public Optional<UUID> queueIfStale(
            Session session, String by, Instant now, Duration maxAge, Duration pause, Integer windowDays) {
        return session.query(
                        QUEUE_STALE,
                        row -> Optional.ofNullable(row.getObject("run_id", UUID.class)),
                        by,
                        now,
                        (double) maxAge.toSeconds(),
                        (double) pause.toSeconds(),
                        windowDays)
                .getFirst();
    }

    /** False on a new database: no run was ever queued and there are fewer traces since a moment than a run needs. */
    public boolean inUse(Session session, int minimumTraces, Instant since) {
        return session.first(IN_USE, row -> row.getBoolean("in_use"), minimumTraces, since, minimumTraces)
                .orElseThrow();
    }

    /** Takes the run that waits, or one RUNNING since before {@code stuckBefore}; empty where there is nothing to do. */
    public Optional<AnalysisRun> claim(Session session, String worker, Instant now, Instant stuckBefore) {
        return session.first(CLAIM, RunRepository::run, now, worker, stuckBefore);
    }

    /** A new run, already RUNNING; empty while another one runs. */
    public Optional<AnalysisRun> begin(Session session, String by, String worker, Instant now, int windowDays) {
        return session.first(BEGIN, RunRepository::run, now, by, now, worker, windowDays);
    }

    /** Fails runs that were begun {@code maxAttempts} times and are stuck again; returns how many. */
    public int failStuck(Session session, Instant now, Instant stuckBefore, int maxAttempts) {
        return session.update(FAIL_STUCK, now, stuckBefore, maxAttempts);
    }

    /** Ends a run; false where it is no longer this worker's, and then nothing was written. */
    public boolean finish(Session session, AnalysisRun run, RunEnd end, Instant now) {
        return session.update(
                        FINISH,
                        end.status().name(),
                        now,
                        end.reason().name(),
                        end.findings(),
                        end.errorDetail(),
                        end.outputRef(),
                        run.runId(),
                        run.attempt())
                == 1;
    }

    /** Newest first, without results. */
    public List<AnalysisRun> latest(Session session, int limit) {
        return session.query(LATEST, RunRepository::run, limit);
    }

    public Optional<AnalysisRun> one(Session session, UUID runId) {
        return session.first(ONE, RunRepository::run, runId);
    }

    public Optional<AnalysisRun> lastSuccess(Session session) {
        return session.first(LAST_SUCCESS, RunRepository::run);
    }

    private static AnalysisRun run(ResultSet row) throws SQLException {
        return new AnalysisRun(
                row.getObject("run_id", UUID.class),
                RunStatus.valueOf(row.getString("status")),
                Rows.instant(row, "triggered_at"),
                row.getString("triggered_by"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                Rows.integer(row, "window_days"),
                row.getInt("attempt"),
                row.getString("worker"),
                row.getString("reason_code"),
                row.getInt("findings_count"),
                row.getString("error_detail"),
                row.getString("output_ref"));
    }
}
