package dev.andon.monitor.waterfall;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads one trace straight from the span store, so that it shows right after its acknowledgement. */
@ApplicationScoped
public class TraceRepository {
    /** A trace is read up to here; the page says so when it is larger. */
    static final int MOST_SPANS = 50_000;

    // The summary, where there is one, only narrows the days to look into.
    private static final String EXTENT = """
            SELECT started_at, last_start_at
              FROM trace_summaries
             WHERE trace_id = $1
            """;

    private static final String SPANS = """
            SELECT created_at, duration_ms, span_id, parent_span_id, span_type, span_kind, status, span_name, service_name,
                   workflow_execution_id, phase, gate, subagent, sd_type, model, tool, peer_service,
                   coalesce(input_tokens, 0) + coalesce(output_tokens, 0) AS tokens
              FROM workflow_trace_log
             WHERE trace_id = $1
               AND created_at >= $2
               AND created_at <= $3
             ORDER BY created_at
             LIMIT $4
            """;

    private static final String SPANS_OF_ANY_DAY = """
            SELECT created_at, duration_ms, span_id, parent_span_id, span_type, span_kind, status, span_name, service_name,
                   workflow_execution_id, phase, gate, subagent, sd_type, model, tool, peer_service,
                   coalesce(input_tokens, 0) + coalesce(output_tokens, 0) AS tokens
              FROM workflow_trace_log
             WHERE trace_id = $1
             ORDER BY created_at
             LIMIT $2
            """;

    private static final String DETAIL = """
            SELECT s.status_message, s.model, s.conversation_id, s.user_id, s.input_tokens, s.output_tokens,
                   s.attributes::text AS attributes, s.events::text AS events, s.links::text AS links,
                   r.attributes::text AS resource, r.scope_name, r.scope_version
              FROM workflow_trace_log s
              LEFT JOIN trace_resources r USING (resource_id)
             WHERE s.trace_id = $1
               AND s.span_id = $2
               AND s.created_at = $3
            """;

    private static final String EARLIER = """
            SELECT trace_id
              FROM trace_summaries
             WHERE started_at <= $1
               AND trace_id <> $2
             ORDER BY started_at DESC, trace_id
             LIMIT 1
            """;

    private static final String LATER = """
            SELECT trace_id
              FROM trace_summaries
             WHERE started_at >= $1
               AND trace_id <> $2
             ORDER BY started_at, trace_id DESC
             LIMIT 1
            """;

    private static final Duration SLACK = Duration.ofDays(1);

    private final Database database;

    TraceRepository(Database database) {
        this.database = database;
    }

    /** A span with what the head of the page adds up. */
    record Stored(TraceSpan span, String execution, long tokens) {}

    /** The spans of a trace in order of start; empty where it is not known. */
    List<Stored> spans(String traceId) {
        Optional<Instant[]> extent = database.first(EXTENT, Tuple.of(traceId), row ->
                new Instant[] {instant(row, "started_at"), instant(row, "last_start_at")});
        return extent.map(ends -> database.list(
                        SPANS,
                        parameters(traceId, ends[0].minus(SLACK), ends[1].plus(SLACK), MOST_SPANS + 1),
                        row -> stored(traceId, row)))
                .orElseGet(() -> database.list(
                        SPANS_OF_ANY_DAY, parameters(traceId, MOST_SPANS + 1), row -> stored(traceId, row)));
    }

    /** Everything about one span. */
    Optional<SpanDetail> detail(TraceSpan span) {
        Instant start = Instant.EPOCH.plus(span.startUs(), ChronoUnit.MICROS);
        return database.first(DETAIL, parameters(span.traceId(), span.spanId(), start), TraceRepository::detail);
    }

    /** The trace that began next before or after another; empty where that was the first or last. */
    Optional<String> neighbour(LoadedTrace trace, boolean earlier) {
        return database.first(
                earlier ? EARLIER : LATER,
                parameters(trace.startedAt(), trace.traceId()),
                row -> row.getString("trace_id"));
    }

    private static Stored stored(String traceId, Row row) {
        Instant start = instant(row, "created_at");
        TraceSpan span = new TraceSpan(
                traceId,
                row.getString("span_id"),
                row.getString("parent_span_id"),
                ChronoUnit.MICROS.between(Instant.EPOCH, start),
                Math.round(row.getDouble("duration_ms") * 1000),
                row.getString("service_name"),
                row.getString("span_name"),
                row.getString("span_kind"),
                row.getString("span_type"),
                "ERROR".equals(row.getString("status")),
                new SpanDimensions(
                        row.getString("phase"),
                        row.getString("gate"),
                        row.getString("subagent"),
                        row.getString("sd_type"),
                        row.getString("model"),
                        row.getString("tool"),
                        row.getString("peer_service")));
        return new Stored(span, row.getString("workflow_execution_id"), row.getLong("tokens"));
    }

    private static SpanDetail detail(Row row) {
        return new SpanDetail(
                row.getString("status_message"),
                row.getString("model"),
                row.getString("conversation_id"),
                row.getString("user_id"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                SpanDetail.attributes(row.getString("attributes")),
                SpanDetail.events(row.getString("events")),
                SpanDetail.links(row.getString("links")),
                SpanDetail.attributes(row.getString("resource")),
                scope(row.getString("scope_name"), row.getString("scope_version")));
    }

    private static String scope(String name, String version) {
        return name == null ? "" : version == null ? name : name + " " + version;
    }
}
