package dev.andon.analyzer.summary;

import dev.andon.analyzer.span.MicroTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The table trace_summaries: what of each trace is folded, on a connection and in a transaction of the caller. */
final class SummaryRepository {
    private static final String FIND = """
            SELECT trace_id, started_at, last_start_at, folded_xid::text::bigint, span_count, duration_ms, status, input_tokens,
                   output_tokens, workflow_execution_id
              FROM trace_summaries
             WHERE trace_id = ANY (?)
            """;
    private static final String PUT = """
            INSERT INTO trace_summaries (trace_id, started_at, last_start_at, duration_ms, folded_xid, span_count, error_count,
                   input_tokens, output_tokens, complete, status, root_service, root_name, root_type, workflow_execution_id,
                   sd_type, conversation_id, services, models)
            SELECT trace_id, timestamptz 'epoch' + started_us * interval '1 microsecond',
                   timestamptz 'epoch' + last_start_us * interval '1 microsecond', duration_us / 1000.0, folded_xid::xid8,
                   span_count, error_count, input_tokens, output_tokens, complete, status, root_service, root_name, root_type,
                   execution, sd_type, conversation, string_to_array(services, E'\\x1f'), string_to_array(models, E'\\x1f')
              FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::integer[], ?::integer[], ?::bigint[],
                          ?::bigint[], ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                          ?::text[], ?::text[])
                   AS n (trace_id, started_us, last_start_us, duration_us, folded_xid, span_count, error_count, input_tokens,
                         output_tokens, complete, status, root_service, root_name, root_type, execution, sd_type,
                         conversation, services, models)
                ON CONFLICT (trace_id) DO UPDATE
               SET started_at = excluded.started_at, last_start_at = excluded.last_start_at,
                   duration_ms = excluded.duration_ms, folded_xid = excluded.folded_xid, span_count = excluded.span_count,
                   error_count = excluded.error_count, input_tokens = excluded.input_tokens,
                   output_tokens = excluded.output_tokens, complete = excluded.complete, status = excluded.status,
                   root_service = excluded.root_service, root_name = excluded.root_name, root_type = excluded.root_type,
                   workflow_execution_id = excluded.workflow_execution_id, sd_type = excluded.sd_type,
                   conversation_id = excluded.conversation_id, services = excluded.services, models = excluded.models
            """;
    private static final String EXECUTIONS = """
            SELECT DISTINCT workflow_execution_id
              FROM trace_summaries
             WHERE started_at >= ?
               AND started_at < ?
               AND workflow_execution_id IS NOT NULL
            """;
    // One row of the index an execution, however many traces it has.
    private static final String FIRST_HOURS = """
            SELECT e.id, extract(epoch FROM date_bin('1 hour', s.started_at, timestamptz 'epoch'))::bigint
              FROM unnest(?::text[]) AS e (id)
             CROSS JOIN LATERAL (SELECT started_at
                                   FROM trace_summaries
                                  WHERE workflow_execution_id = e.id
                                  ORDER BY started_at
                                  LIMIT 1) s
            """;
    private static final String DELETE = """
            DELETE FROM trace_summaries
             WHERE started_at >= ?
               AND started_at < ?
            """;
    private static final String SEPARATOR = "\u001f";

    private final Connection connection;

    SummaryRepository(Connection connection) {
        this.connection = connection;
    }

    Map<String, Folded> find(Collection<String> traceIds) throws SQLException {
        Map<String, Folded> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, connection.createArrayOf("text", traceIds.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getString(1),
                            new Folded(
                                    MicroTime.micros(rows.getTimestamp(2)),
                                    MicroTime.micros(rows.getTimestamp(3)),
                                    rows.getLong(4),
                                    rows.getInt(5),
                                    Math.round(rows.getDouble(6) * 1000),
                                    rows.getString(7).equals(TraceSummary.FAILED),
                                    rows.getLong(8),
                                    rows.getLong(9),
                                    rows.getString(10)));
                }
            }
        }
        return found;
    }

    /** Executions with a trace that starts in [from, to). */
    List<String> executions(Timestamp from, Timestamp to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXECUTIONS)) {
            statement.setTimestamp(1, from);
            statement.setTimestamp(2, to);
            List<String> executions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    executions.add(rows.getString(1));
                }
            }
            return executions;
        }
    }

    /** By execution the hour that its first trace starts in, in seconds since the epoch; none for one without traces. */
    Map<String, Long> firstHours(Collection<String> executions) throws SQLException {
        Map<String, Long> hours = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIRST_HOURS)) {
            statement.setArray(1, connection.createArrayOf("text", executions.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hours.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return hours;
    }

    /** Of the traces that start in [from, to). */
    void delete(Timestamp from, Timestamp to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setTimestamp(1, from);
            statement.setTimestamp(2, to);
            statement.executeUpdate();
        }
    }

    void put(List<TraceSummary> summaries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            Columns columns = new Columns(connection, statement, summaries);
            columns.next("text", TraceSummary::traceId);
            columns.next("bigint", TraceSummary::startedUs);
            columns.next("bigint", TraceSummary::lastStartUs);
            columns.next("bigint", TraceSummary::durationUs);
            columns.next("text", summary -> Long.toString(summary.foldedXid()));
            columns.next("integer", TraceSummary::spanCount);
            columns.next("integer", TraceSummary::errorCount);
            columns.next("bigint", TraceSummary::inputTokens);
            columns.next("bigint", TraceSummary::outputTokens);
            columns.next("boolean", TraceSummary::complete);
            columns.next("text", TraceSummary::status);
            columns.next("text", summary -> summary.root().service());
            columns.next("text", summary -> summary.root().name());
            columns.next("text", summary -> summary.root().type());
            columns.next("text", TraceSummary::executionId);
            columns.next("text", TraceSummary::sdType);
            columns.next("text", TraceSummary::conversationId);
            columns.next("text", summary -> String.join(SEPARATOR, summary.services()));
            columns.next("text", summary -> String.join(SEPARATOR, summary.models()));
            statement.executeUpdate();
        }
    }

    /** Binds one array parameter a column. */
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<TraceSummary> rows;
        private int parameter;

        Columns(Connection connection, PreparedStatement statement, List<TraceSummary> rows) {
            this.connection = connection;
            this.statement = statement;
            this.rows = rows;
        }

        void next(String type, Function<TraceSummary, Object> value) throws SQLException {
            statement.setArray(
                    ++parameter,
                    connection.createArrayOf(type, rows.stream().map(value).toArray()));
        }
    }
}
