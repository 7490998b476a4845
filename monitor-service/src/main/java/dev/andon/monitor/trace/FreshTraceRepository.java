package dev.andon.monitor.trace;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Finds traces that are acknowledged but not folded yet, from the batches above the watermark; at most the newest 200. */
@ApplicationScoped
public class FreshTraceRepository {
    private static final String BATCHES = """
            SELECT min(first_start_at) AS first_start_at, max(last_start_at) AS last_start_at,
                   array_agg(DISTINCT trace_id) AS trace_ids
              FROM (SELECT first_start_at, last_start_at, trace_id
                      FROM (SELECT first_start_at, last_start_at, trace_ids
                              FROM span_batches
                             WHERE xid >= coalesce((SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans'), '0'::xid8)
                             ORDER BY xid DESC
                             LIMIT 100) AS batch, unnest(trace_ids) AS trace_id
                     LIMIT 200) AS fresh
            """;

    // The root is the span without a parent; while it is missing, the one that began first stands for it.
    private static final String TRACES = """
            SELECT s.trace_id,
                   min(s.created_at) AS started_at,
                   extract(epoch FROM max(s.created_at + s.duration_ms * interval '1 millisecond') - min(s.created_at)) * 1000
                       AS duration_ms,
                   (array_agg(s.status ORDER BY s.parent_span_id IS NOT NULL, s.created_at))[1] AS status,
                   bool_or(s.parent_span_id IS NULL) AS complete,
                   max(s.workflow_execution_id) AS workflow_execution_id,
                   (array_agg(s.span_name ORDER BY s.parent_span_id IS NOT NULL, s.created_at))[1] AS root_name,
                   (array_agg(s.service_name ORDER BY s.parent_span_id IS NOT NULL, s.created_at))[1] AS root_service,
                   max(s.sd_type) AS sd_type,
                   count(*)::int AS span_count,
                   count(*) FILTER (WHERE s.status = 'ERROR')::int AS error_count,
                   sum(coalesce(s.input_tokens, 0) + coalesce(s.output_tokens, 0))::bigint AS tokens,
                   array_agg(DISTINCT s.service_name) AS services,
                   array_remove(array_agg(DISTINCT s.model), NULL) AS models
              FROM workflow_trace_log s
             WHERE s.trace_id = ANY ($1::text[])
               AND s.created_at BETWEEN $2 AND $3
               AND NOT EXISTS (SELECT FROM trace_summaries t WHERE t.trace_id = s.trace_id)
             GROUP BY s.trace_id
            """;

    private final Database database;

    FreshTraceRepository(Database database) {
        this.database = database;
    }

    /** Those that match, newest first. */
    public List<Found> matching(TraceFilter filter) {
        return database
                .first(BATCHES, Tuple.tuple(), FreshTraceRepository::batches)
                .filter(batches -> batches.from() != null)
                .map(batches -> database.list(
                        TRACES,
                        parameters(batches.traceIds().toArray(String[]::new), batches.from(), batches.to()),
                        row -> fresh(row, filter)))
                .orElse(List.of())
                .stream()
                .filter(Objects::nonNull)
                .sorted((one, other) -> other.startedAt().compareTo(one.startedAt()))
                .toList();
    }

    private record Batches(Instant from, Instant to, List<String> traceIds) {}

    private static Batches batches(Row row) {
        return new Batches(
                instant(row, "first_start_at"), instant(row, "last_start_at"), Columns.texts(row, "trace_ids"));
    }

    /** Null where it does not match. */
    private static Found fresh(Row row, TraceFilter filter) {
        Found found = new Found(
                row.getString("trace_id"),
                instant(row, "started_at"),
                row.getNumeric("duration_ms").doubleValue(),
                row.getString("status"),
                row.getBoolean("complete"),
                row.getString("workflow_execution_id"),
                row.getString("root_name"),
                row.getString("root_service"),
                row.getString("sd_type"),
                row.getInteger("span_count"),
                row.getInteger("error_count"),
                row.getLong("tokens"),
                Columns.texts(row, "models"),
                true);
        boolean service =
                filter.service() == null || Columns.texts(row, "services").contains(filter.service());
        return service && matches(found, filter) ? found : null;
    }

    private static boolean matches(Found found, TraceFilter filter) {
        boolean status = filter.status() == null
                || switch (filter.status()) {
                    case "error" -> "ERROR".equals(found.status());
                    case "open" -> !found.complete();
                    default -> !"ERROR".equals(found.status()) && found.complete();
                };
        boolean time = !found.startedAt().isBefore(filter.range().from())
                && found.startedAt().isBefore(filter.range().to().plus(Duration.ofMinutes(1)));
        return status
                && time
                && (filter.minMs() == null || found.durationMs() >= filter.minMs())
                && (filter.maxMs() == null || found.durationMs() < filter.maxMs())
                && (filter.execution() == null || filter.execution().equals(found.execution()))
                && (filter.model() == null || found.models().contains(filter.model()))
                && (filter.sdType() == null || filter.sdType().equals(found.sdType()))
                && (filter.text() == null || says(found, filter.text()));
    }

    private static boolean says(Found found, String text) {
        return found.traceId().startsWith(text)
                || found.rootName().toLowerCase(java.util.Locale.ROOT).contains(text)
                || found.execution() != null
                        && found.execution().toLowerCase(java.util.Locale.ROOT).contains(text);
    }
}
