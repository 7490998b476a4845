package dev.andon.monitor.overview;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What went through the line lately, from one row a trace; never reads more than the newest 200 000 of them. */
@ApplicationScoped
public class TrafficRepository {
    private static final String BY_HOUR = """
            SELECT date_trunc('hour', started_at, 'UTC') AS hour, started_at >= $2 AS current,
                   count(*) AS traces,
                   count(DISTINCT workflow_execution_id) AS executions,
                   count(*) FILTER (WHERE status = 'ERROR') AS failed,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) AS p50_ms,
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95_ms,
                   sum(input_tokens + output_tokens)::bigint AS tokens
              FROM (SELECT started_at, workflow_execution_id, status, duration_ms, input_tokens, output_tokens
                      FROM trace_summaries
                     WHERE started_at >= $1
                       AND started_at < $3
                     ORDER BY started_at DESC
                     LIMIT 200000) AS newest
             GROUP BY GROUPING SETS ((started_at >= $2), (date_trunc('hour', started_at, 'UTC')))
             ORDER BY hour
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

    /** One group: an hour, or everything of the current or the earlier stretch (then the hour is null). */
    public record Group(Instant hour, Boolean current, Day day) {}

    /** Two stretches of time and their hours. */
    public List<Group> byHour(Instant before, Instant from, Instant to) {
        return database.list(BY_HOUR, parameters(before, from, to), TrafficRepository::group);
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

    private static Group group(Row row) {
        return new Group(
                instant(row, "hour"),
                row.getBoolean("current"),
                new Day(
                        row.getLong("traces"),
                        row.getLong("executions"),
                        row.getLong("failed"),
                        row.getDouble("p50_ms"),
                        row.getDouble("p95_ms"),
                        row.getLong("tokens")));
    }
}
