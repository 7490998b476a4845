package dev.andon.analyzer.fold;

import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.TraceSpan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stores spans the way ingest does: rows and the note of which traces they touch in one transaction. */
public final class SpanStore {
    private static final String INSERT = """
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, parent_span_id, span_type,
                   span_kind, status, span_name, service_name, phase, gate, subagent, sd_type, model, tool, peer_service,
                   workflow_execution_id, input_tokens)
            VALUES (timestamptz 'epoch' + ? * interval '1 microsecond', ? / 1000.0, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                   ?, ?, 7)
                ON CONFLICT DO NOTHING
            """;
    private static final String NOTE = """
            INSERT INTO span_batches (first_start_at, last_start_at, span_count, trace_ids)
            VALUES (timestamptz 'epoch' + ? * interval '1 microsecond', timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?)
            """;

    private SpanStore() {}

    public static void store(TestDatabase database, List<TraceSpan> spans) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            write(connection, spans);
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Leaves the transaction open. */
    public static void write(Connection connection, List<TraceSpan> spans) throws SQLException {
        if (spans.isEmpty()) {
            return;
        }
        Map<String, Boolean> traceIds = new TreeMap<>();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            List<TraceSpan> ordered = new ArrayList<>(spans);
            ordered.sort((a, b) -> (a.traceId() + a.spanId()).compareTo(b.traceId() + b.spanId()));
            for (TraceSpan span : ordered) {
                traceIds.put(span.traceId(), true);
                first = Math.min(first, span.startUs());
                last = Math.max(last, span.startUs());
                bind(insert, span);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setLong(1, first);
            note.setLong(2, last);
            note.setInt(3, spans.size());
            note.setArray(4, connection.createArrayOf("text", traceIds.keySet().toArray()));
            note.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, TraceSpan span) throws SQLException {
        insert.setLong(1, span.startUs());
        insert.setLong(2, span.durationUs());
        insert.setString(3, span.traceId());
        insert.setString(4, span.spanId());
        insert.setString(5, span.parentId());
        insert.setString(6, span.type());
        insert.setString(7, span.kind());
        insert.setString(8, span.error() ? "ERROR" : "UNSET");
        insert.setString(9, span.name());
        insert.setString(10, span.service());
        insert.setString(11, span.dimensions().phase());
        insert.setString(12, span.dimensions().gate());
        insert.setString(13, span.dimensions().subagent());
        insert.setString(14, span.dimensions().sdType());
        insert.setString(15, span.dimensions().model());
        insert.setString(16, span.dimensions().tool());
        insert.setString(17, span.dimensions().peerService());
        insert.setString(18, "workflow".equals(span.type()) ? execution(span.traceId()) : null);
    }

    /** Sixteen traces with ids of full length share one. */
    private static String execution(String traceId) {
        return "execution-" + (traceId.length() == 32 ? traceId.substring(0, 31) : traceId);
    }
}
