package dev.andon.monitor.overview;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What went through the line lately, from one row an hour. */
@ApplicationScoped
public class TrafficRepository {
    private static final String HOURS = """
            SELECT bucket_start, traces, executions, failed, p50_ms, p95_ms, input_tokens + output_tokens AS tokens,
                   duration_histogram
              FROM trace_rollups
             WHERE bucket_start >= date_trunc('hour', $1::timestamptz, 'UTC')
               AND bucket_start < $2
             ORDER BY bucket_start
            """;

    private static final String ANY = """
            SELECT EXISTS (SELECT FROM trace_summaries) OR EXISTS (SELECT FROM span_batches) AS any_trace
            """;

    // The stations of the newest whole execution, in the order they began.
    private static final String ORDER = """
            WITH newest AS (
                SELECT trace_id, started_at, last_start_at
                  FROM (SELECT trace_id, started_at, last_start_at, root_type, complete
                          FROM trace_summaries
                         ORDER BY started_at DESC
                         LIMIT 2000) AS recent
                 WHERE root_type = 'workflow'
                   AND complete
                 ORDER BY started_at DESC
                 LIMIT 5)
            SELECT s.span_type, coalesce(s.phase, '') AS phase, coalesce(s.gate, '') AS gate, coalesce(s.subagent, '') AS subagent,
                   avg(extract(epoch FROM s.created_at - n.started_at)) AS offset_s
              FROM newest n
              JOIN workflow_trace_log s ON s.trace_id = n.trace_id
                   AND s.created_at BETWEEN n.started_at - interval '1 minute' AND n.last_start_at
             WHERE s.span_type IN ('phase', 'gate', 'subagent')
             GROUP BY 1, 2, 3, 4
             ORDER BY offset_s
            """;

    private final Database database;

    TrafficRepository(Database database) {
        this.database = database;
    }

    /** The traces that began in one hour. */
    public record Hour(Instant start, Day day, LogHistogram durations) {}

    /** The hours with traces that a range touches, in order. */
    public List<Hour> hours(Instant from, Instant to) {
        return database.list(HOURS, parameters(from, to), TrafficRepository::hour);
    }

    /** Whether any trace ever arrived. */
    public boolean anyTrace() {
        return database.first(ANY, Tuple.tuple(), row -> row.getBoolean("any_trace"))
                .orElse(false);
    }

    /** Phases, gates and sub-agents in the order in which executions come to them. */
    public List<Dimension> stations() {
        return database.list(ORDER, row -> {
            String type = row.getString("span_type");
            return new Dimension(type, row.getString(type));
        });
    }

    private static Hour hour(Row row) {
        return new Hour(
                instant(row, "bucket_start"),
                new Day(
                        row.getLong("traces"),
                        row.getLong("executions"),
                        row.getLong("failed"),
                        row.getDouble("p50_ms"),
                        row.getDouble("p95_ms"),
                        row.getLong("tokens")),
                LogHistogram.fromBytes(row.getBuffer("duration_histogram").getBytes()));
    }
}
