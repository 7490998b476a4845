package dev.andon.monitor.execution;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.store.Database;
import io.quarkus.qute.TemplateData;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Adds up the traces of work items; looks at the newest 100 000 traces of a range at most. */
@ApplicationScoped
public class ExecutionRepository {
    private static final String NEWEST = """
            SELECT workflow_execution_id,
                   max(sd_type) AS sd_type,
                   count(*) AS traces,
                   count(*) FILTER (WHERE status = 'ERROR') AS failed,
                   bool_and(complete) AS complete,
                   min(started_at) AS started_at,
                   extract(epoch FROM max(started_at + duration_ms * interval '1 millisecond') - min(started_at))::double precision
                       * 1000 AS duration_ms,
                   sum(duration_ms) AS busy_ms,
                   sum(span_count)::bigint AS spans,
                   sum(input_tokens + output_tokens)::bigint AS tokens,
                   (array_agg(trace_id ORDER BY started_at DESC))[1] AS newest_trace
              FROM (SELECT workflow_execution_id, sd_type, status, complete, started_at, duration_ms, span_count, input_tokens,
                           output_tokens, trace_id
                      FROM trace_summaries
                     WHERE started_at >= $1
                       AND started_at < $2
                       AND workflow_execution_id IS NOT NULL
                     ORDER BY started_at DESC
                     LIMIT 100000) AS newest
             WHERE ($3::text IS NULL OR strpos(lower(workflow_execution_id), lower($3)) > 0)
               AND ($4::text IS NULL OR sd_type = $4)
             GROUP BY workflow_execution_id
            HAVING $5::text IS NULL
                OR CASE $5 WHEN 'error' THEN bool_or(status = 'ERROR')
                           WHEN 'open' THEN NOT bool_and(complete)
                           ELSE bool_and(complete AND status <> 'ERROR') END
             ORDER BY max(started_at) DESC, workflow_execution_id
             LIMIT $6 OFFSET $7
            """;

    private static final String COUNTS = """
            SELECT count(*) AS all_of_them,
                   count(*) FILTER (WHERE failed) AS failed,
                   count(*) FILTER (WHERE NOT failed AND NOT complete) AS open
              FROM (SELECT bool_or(status = 'ERROR') AS failed, bool_and(complete) AS complete
                      FROM (SELECT workflow_execution_id, status, complete
                              FROM trace_summaries
                             WHERE started_at >= $1
                               AND started_at < $2
                               AND workflow_execution_id IS NOT NULL
                             ORDER BY started_at DESC
                             LIMIT 100000) AS newest
                     GROUP BY workflow_execution_id) AS executions
            """;

    private final Database database;

    ExecutionRepository(Database database) {
        this.database = database;
    }

    /** How they ended. */
    @TemplateData
    public record Counts(long all, long failed, long open) {

        public long succeeded() {
            return all - failed - open;
        }
    }

    /** How those of a range ended. */
    public Counts counts(Instant from, Instant to) {
        return database.list(
                        COUNTS,
                        parameters(from, to),
                        row -> new Counts(row.getLong("all_of_them"), row.getLong("failed"), row.getLong("open")))
                .getFirst();
    }

    /** The newest first; filters that are null do not narrow. */
    public List<Execution> newest(
            Instant from, Instant to, String text, String sdType, String status, int limit, int offset) {
        return database.list(
                NEWEST,
                parameters(from, to, text, sdType, status, limit, offset),
                row -> new Execution(
                        row.getString("workflow_execution_id"),
                        row.getString("sd_type"),
                        row.getLong("traces"),
                        row.getLong("failed"),
                        row.getBoolean("complete"),
                        instant(row, "started_at"),
                        row.getDouble("duration_ms"),
                        row.getDouble("busy_ms"),
                        row.getLong("spans"),
                        row.getLong("tokens"),
                        row.getString("newest_trace")));
    }
}
