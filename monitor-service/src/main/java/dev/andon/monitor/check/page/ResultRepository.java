package dev.andon.monitor.check.page;

import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Results and runs as the pages of freshness show them. */
@ApplicationScoped
public class ResultRepository {
    /** One stretch of the index for each known key, which is found by a probe: results of weeks are not gone through. */
    private static final String CELLS = """
            WITH RECURSIVE known AS (
                (SELECT check_key FROM monitor_results ORDER BY check_key LIMIT 1)
                UNION ALL
                SELECT (SELECT r.check_key FROM monitor_results r WHERE r.check_key > k.check_key ORDER BY r.check_key LIMIT 1)
                  FROM known k
                 WHERE k.check_key IS NOT NULL)
            SELECT known.check_key,
                   cell.index,
                   (ARRAY['fresh', 'warn', 'unknown', 'stale'])[cell.worst] AS worst
              FROM known
             CROSS JOIN LATERAL (SELECT floor(extract(EPOCH FROM r.checked_at - $1) / $2)::integer AS index,
                                        max(array_position(ARRAY['fresh', 'warn', 'unknown', 'stale'], r.status)) AS worst
                                   FROM monitor_results r
                                  WHERE r.check_key = known.check_key
                                    AND r.checked_at >= $1
                                  GROUP BY 1) AS cell
            """;

    private static final String POINTS = """
            SELECT checked_at, status, value, detail
              FROM monitor_results
             WHERE check_key = $1
               AND checked_at >= $2
             ORDER BY checked_at DESC
             LIMIT $3
            """;

    private static final String RUNS = """
            SELECT scope, trigger, status, started_at, finished_at
              FROM monitor_runs
             ORDER BY started_at DESC
             LIMIT $1
            """;

    private static final String MESSAGES = """
            SELECT created_at,
                   status,
                   ARRAY(SELECT finding ->> 'title'
                           FROM jsonb_array_elements(content -> 'findings') AS finding
                          WHERE finding ->> 'change' <> 'recovered') AS failing,
                   ARRAY(SELECT finding ->> 'title'
                           FROM jsonb_array_elements(content -> 'findings') AS finding
                          WHERE finding ->> 'change' = 'recovered') AS recovered
              FROM monitor_alert_messages
             ORDER BY created_at DESC
             LIMIT $1
            """;

    private final Database database;

    ResultRepository(Database database) {
        this.database = database;
    }

    /** The worst of one stretch of time; {@code index} counts from the start of the span. */
    record Cell(String key, int index, CheckStatus worst) {}

    /** One result; {@code value} is null where nothing could be measured. */
    record Point(Instant at, CheckStatus status, Double value, String detail) {}

    /** Every stretch of every check since the start of a span in which it was made. */
    List<Cell> cells(Span span, Instant from) {
        return database.list(
                CELLS,
                Columns.parameters(from, (double) span.cell().toSeconds()),
                row -> new Cell(
                        row.getString("check_key"), row.getInteger("index"), CheckStatus.of(row.getString("worst"))));
    }

    /** The newest results of a check since a time, oldest first. */
    List<Point> points(String key, Instant from, int most) {
        return database.list(
                        POINTS,
                        Columns.parameters(key, from, most),
                        row -> new Point(
                                Columns.instant(row, "checked_at"),
                                CheckStatus.of(row.getString("status")),
                                row.getDouble("value"),
                                row.getString("detail")))
                .reversed();
    }

    /** The newest messages about checks, newest first. */
    List<FreshnessPage.MessageLine> messages(int most) {
        return database.list(
                MESSAGES,
                Columns.parameters(most),
                row -> new FreshnessPage.MessageLine(
                        Columns.instant(row, "created_at"),
                        row.getString("status"),
                        Columns.texts(row, "failing"),
                        Columns.texts(row, "recovered")));
    }

    List<FreshnessPage.RunLine> runs(int most) {
        return database.list(
                RUNS,
                Columns.parameters(most),
                row -> new FreshnessPage.RunLine(
                        row.getString("scope"),
                        row.getString("trigger"),
                        Optional.ofNullable(row.getString("status"))
                                .map(CheckStatus::of)
                                .orElse(null),
                        Columns.instant(row, "started_at"),
                        Columns.instant(row, "finished_at")));
    }
}
