package dev.andon.analyzer.span;

import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGStatement;

/** Reads whole traces from the span store. Equal texts become one object, so that memory holds each name once. */
public final class SpanReader {
    private static final String READ = """
            SELECT trace_id, span_id, parent_span_id, created_at, duration_ms, service_name, span_name, span_kind, span_type,
                   status = 'ERROR', phase, gate, subagent, sd_type, model, tool, peer_service, ingest_xid::text::bigint,
                   input_tokens, output_tokens, workflow_execution_id, conversation_id
              FROM workflow_trace_log
             WHERE trace_id = ANY (?)
               AND created_at >= ?
               AND created_at <= ?
               AND ingest_xid < ?::text::xid8
            """;
    private static final String READ_FIRST = """
            SELECT trace_id, span_id, parent_span_id, created_at, duration_ms, service_name, span_name, span_kind, span_type,
                   status = 'ERROR', phase, gate, subagent, sd_type, model, tool, peer_service, ingest_xid::text::bigint,
                   input_tokens, output_tokens, workflow_execution_id, conversation_id
              FROM workflow_trace_log
             WHERE trace_id = ?
               AND ingest_xid < ?::text::xid8
             ORDER BY ingest_xid, created_at, span_id
             LIMIT ?
            """;

    private static final int ROWS_AT_ONCE = 5_000;

    private final Map<String, String> names = new HashMap<>();

    /**
     * Every span of the traces that was stored below {@code xid}, by trace id.
     *
     * @param fromUs no span of them starts before; it keeps the search to the partitions that matter
     * @param toUs no span of them starts after
     */
    public Map<String, List<StoredSpan>> read(
            Connection connection, Collection<String> traceIds, long fromUs, long toUs, long xid) throws SQLException {
        return read(connection, traceIds, fromUs, toUs, xid, Integer.MAX_VALUE).orElseThrow();
    }

    /** As the other where they are at most so many spans; else empty, with no more than that read. */
    public Optional<Map<String, List<StoredSpan>>> read(
            Connection connection, Collection<String> traceIds, long fromUs, long toUs, long xid, int most)
            throws SQLException {
        Map<String, List<StoredSpan>> traces = HashMap.newHashMap(traceIds.size());
        int spans = 0;
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            // Binary results from the first execution on: half the time of the text form.
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            statement.setArray(1, connection.createArrayOf("text", traceIds.toArray()));
            statement.setTimestamp(2, MicroTime.timestamp(fromUs));
            statement.setTimestamp(3, MicroTime.timestamp(toUs));
            statement.setString(4, Long.toString(xid));
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (++spans > most) {
                        return Optional.empty();
                    }
                    StoredSpan span = stored(rows);
                    traces.computeIfAbsent(span.span().traceId(), id -> new ArrayList<>())
                            .add(span);
                }
            }
        }
        return Optional.of(traces);
    }

    /** The spans of a trace that were stored first, at most so many. */
    public List<StoredSpan> readFirst(Connection connection, String traceId, long xid, int most) throws SQLException {
        List<StoredSpan> spans = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ_FIRST)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setString(1, traceId);
            statement.setString(2, Long.toString(xid));
            statement.setInt(3, most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    spans.add(stored(rows));
                }
            }
        }
        return spans;
    }

    private StoredSpan stored(ResultSet row) throws SQLException {
        TraceSpan span = new TraceSpan(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                MicroTime.micros(row.getTimestamp(4)),
                Math.round(row.getDouble(5) * 1000),
                name(row, 6),
                name(row, 7),
                name(row, 8),
                name(row, 9),
                row.getBoolean(10),
                dimensions(row));
        return new StoredSpan(
                span, row.getLong(18), row.getLong(19), row.getLong(20), row.getString(21), row.getString(22));
    }

    private SpanDimensions dimensions(ResultSet row) throws SQLException {
        SpanDimensions dimensions = new SpanDimensions(
                name(row, 11),
                name(row, 12),
                name(row, 13),
                name(row, 14),
                name(row, 15),
                name(row, 16),
                name(row, 17));
        return SpanDimensions.NONE.equals(dimensions) ? SpanDimensions.NONE : dimensions;
    }

    private String name(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        String known = names.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
