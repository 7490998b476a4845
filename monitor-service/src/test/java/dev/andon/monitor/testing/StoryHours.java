package dev.andon.monitor.testing;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds the traces of a story up by the hour, as the fold of the analyzer does. */
final class StoryHours {
    private static final String INSERT = """
            INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms,
                                       p95_ms, duration_histogram)
            SELECT ?::timestamptz AS hour, count(*), count(*) FILTER (WHERE status = 'ERROR'),
                   count(DISTINCT workflow_execution_id), sum(duration_ms) * 1000, sum(input_tokens), sum(output_tokens), ?, ?, ?
              FROM trace_summaries
             WHERE started_at >= ?
               AND started_at < ?::timestamptz + interval '1 hour'
            """;

    private final TestDatabase database;

    StoryHours(TestDatabase database) {
        this.database = database;
    }

    void write() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Map.Entry<Timestamp, LogHistogram> hour : durations(connection).entrySet()) {
                insert.setTimestamp(1, hour.getKey());
                insert.setDouble(2, hour.getValue().quantile(0.5) / 1000);
                insert.setDouble(3, hour.getValue().quantile(0.95) / 1000);
                insert.setBytes(4, hour.getValue().toBytes());
                insert.setTimestamp(5, hour.getKey());
                insert.setTimestamp(6, hour.getKey());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Map<Timestamp, LogHistogram> durations(Connection connection) throws SQLException {
        Map<Timestamp, LogHistogram> hours = new LinkedHashMap<>();
        try (ResultSet rows = connection.createStatement().executeQuery("""
                SELECT date_trunc('hour', started_at, 'UTC') AS hour, round(duration_ms * 1000)::bigint AS micros
                  FROM trace_summaries
                 ORDER BY 1
                """)) {
            while (rows.next()) {
                hours.computeIfAbsent(rows.getTimestamp(1), hour -> new LogHistogram())
                        .add(rows.getLong(2));
            }
        }
        return hours;
    }
}
