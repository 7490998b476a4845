package dev.andon.ingest.trace;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads traces: one whole, row by row, and lists of their summaries. */
@ApplicationScoped
class TraceRepository {
    private static final String SPANS = """
            SELECT created_at, duration_ms, resource_id, input_tokens, output_tokens, span_id, parent_span_id, span_type, span_kind,
                   status, span_name, service_name, workflow_execution_id, phase, gate, subagent, sd_type, model, tool,
                   conversation_id, user_id, peer_service, status_message, trace_state, attributes, events, links
              FROM workflow_trace_log
             WHERE trace_id = ?
             ORDER BY created_at, span_id
            """;

    private static final String EXISTS = """
            SELECT EXISTS (SELECT FROM workflow_trace_log WHERE trace_id = ?)
            """;

    private static final String RESOURCES = """
            SELECT resource_id, service_name, attributes, scope_name, scope_version, scope_attributes, schema_url
              FROM trace_resources
             WHERE resource_id IN (SELECT resource_id FROM workflow_trace_log WHERE trace_id = ?)
             ORDER BY resource_id
            """;

    // Follows trace_summaries_started_at_idx from the cursor on, so a page costs the same however far back it is.
    private static final String SUMMARIES = """
            SELECT trace_id, started_at, duration_ms, span_count, error_count, input_tokens, output_tokens, complete, status,
                   root_service, root_name, root_type, workflow_execution_id, sd_type, conversation_id, services, models
              FROM trace_summaries
             WHERE started_at <= ?::timestamptz
               AND (started_at < ?::timestamptz OR trace_id > ?::text COLLATE "C")
               AND started_at >= ?::timestamptz
               AND (?::text IS NULL OR ?::text = ANY (services))
               AND (?::text IS NULL OR status = ?::text)
               AND (?::float8 IS NULL OR duration_ms >= ?::float8)
               AND (?::text IS NULL OR workflow_execution_id = ?::text)
             ORDER BY started_at DESC, trace_id
             LIMIT ?
            """;

    private static final String AS_OF = """
            SELECT as_of FROM rollup_watermarks WHERE name = 'spans'
            """;

    private static final int FETCH_BYTES = 4 << 20;
    private static final int FIRST_FETCH = 50;
    private static final int MOST_FETCHED = 1000;

    private final AgroalDataSource dataSource;

    TraceRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes rows as they come, and returns their size; the row is valid during the call only. */
    @FunctionalInterface
    interface RowTaker {
        int take(ResultSet row) throws SQLException, IOException;
    }

    boolean exists(String traceId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(EXISTS)) {
            select.setString(1, traceId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Every span of a trace by start; returns how many. Holds a few rows at a time, the fewer the larger they are. */
    int spans(String traceId, RowTaker taker) throws SQLException, IOException {
        return rows(SPANS, traceId, taker);
    }

    /** The resources and scopes that the spans of a trace point to. */
    int resources(String traceId, RowTaker taker) throws SQLException, IOException {
        return rows(RESOURCES, traceId, taker);
    }

    private int rows(String sql, String traceId, RowTaker taker) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setFetchSize(FIRST_FETCH);
                select.setString(1, traceId);
                try (ResultSet rows = select.executeQuery()) {
                    return rows(rows, taker);
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static int rows(ResultSet rows, RowTaker taker) throws SQLException, IOException {
        int count = 0;
        int largest = FETCH_BYTES / MOST_FETCHED;
        for (; rows.next(); count++) {
            largest = Math.max(largest, taker.take(rows));
            rows.setFetchSize(Math.max(1, FETCH_BYTES / largest));
        }
        return count;
    }

    /** One page, newest first. */
    List<TraceSummary> summaries(TraceFilter filter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SUMMARIES)) {
            OffsetDateTime before = utc(filter.before());
            select.setObject(1, before);
            select.setObject(2, before);
            select.setString(3, filter.afterTraceId());
            select.setObject(4, utc(filter.from()));
            twice(select, 5, filter.service());
            twice(select, 7, filter.status());
            select.setObject(9, filter.minDurationMs(), java.sql.Types.DOUBLE);
            select.setObject(10, filter.minDurationMs(), java.sql.Types.DOUBLE);
            twice(select, 11, filter.execution());
            select.setInt(13, filter.limit());
            List<TraceSummary> page = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(summary(rows));
                }
            }
            return page;
        }
    }

    /** Everything acknowledged before this time is in the summaries. */
    Optional<Instant> asOf() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(AS_OF);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(instant(rows, "as_of")) : Optional.empty();
        }
    }

    private static void twice(PreparedStatement statement, int at, String value) throws SQLException {
        statement.setString(at, value);
        statement.setString(at + 1, value);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static TraceSummary summary(ResultSet row) throws SQLException {
        return new TraceSummary(
                row.getString("trace_id"),
                instant(row, "started_at"),
                row.getDouble("duration_ms"),
                row.getInt("span_count"),
                row.getInt("error_count"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getBoolean("complete"),
                row.getString("status"),
                row.getString("root_service"),
                row.getString("root_name"),
                row.getString("root_type"),
                row.getString("workflow_execution_id"),
                row.getString("sd_type"),
                row.getString("conversation_id"),
                List.of((String[]) row.getArray("services").getArray()),
                List.of((String[]) row.getArray("models").getArray()));
    }
}
