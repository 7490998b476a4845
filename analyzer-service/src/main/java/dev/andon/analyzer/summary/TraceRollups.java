package dev.andon.analyzer.summary;

import dev.andon.analyzer.rollup.Exemplars;
import dev.andon.common.histogram.LogHistogram;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The table trace_rollups, changed by differences within the transaction of the caller, who holds the watermark. */
final class TraceRollups {
    private static final String FIND = """
            SELECT extract(epoch FROM bucket_start)::bigint, traces, failed, executions, duration_us, input_tokens, output_tokens,
                   duration_histogram, array_to_string(exemplars, ','), array_to_string(exemplar_us, ',')
              FROM trace_rollups
             WHERE bucket_start IN (SELECT to_timestamp(hour) FROM unnest(?::bigint[]) AS h (hour))
            """;
    private static final String PUT = """
            INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms,
                   p95_ms, duration_histogram, exemplars, exemplar_us)
            SELECT to_timestamp(hour), traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms, p95_ms,
                   duration_histogram, string_to_array(exemplars, ','), string_to_array(exemplar_us, ',')::bigint[]
              FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::float8[],
                          ?::float8[], ?::bytea[], ?::text[], ?::text[])
                   AS n (hour, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms, p95_ms,
                         duration_histogram, exemplars, exemplar_us)
                ON CONFLICT (bucket_start) DO UPDATE
               SET traces = excluded.traces, failed = excluded.failed, executions = excluded.executions,
                   duration_us = excluded.duration_us, input_tokens = excluded.input_tokens,
                   output_tokens = excluded.output_tokens, p50_ms = excluded.p50_ms, p95_ms = excluded.p95_ms,
                   duration_histogram = excluded.duration_histogram, exemplars = excluded.exemplars,
                   exemplar_us = excluded.exemplar_us
            """;
    private static final String DELETE_EMPTY = """
            DELETE FROM trace_rollups
             WHERE traces = 0
               AND bucket_start IN (SELECT to_timestamp(hour) FROM unnest(?::bigint[]) AS h (hour))
            """;
    private static final String DELETE = """
            DELETE FROM trace_rollups
             WHERE bucket_start >= ?
               AND bucket_start < ?
            """;

    private final Connection connection;

    TraceRollups(Connection connection) {
        this.connection = connection;
    }

    /**
     * Adds differences to what is stored.
     *
     * @param differences by hour, in seconds since the epoch
     * @param refolded traces that were taken out, which therefore are no exemplars any more
     */
    void apply(Map<Long, TraceTally> differences, Set<String> refolded) throws SQLException {
        if (differences.isEmpty()) {
            return;
        }
        SortedMap<Long, TraceTally> wanted = new TreeMap<>(differences);
        find(wanted.keySet()).forEach((hour, stored) -> {
            stored.exemplars.removeAll(refolded);
            wanted.get(hour).merge(stored);
        });
        put(wanted);
        try (PreparedStatement statement = connection.prepareStatement(DELETE_EMPTY)) {
            statement.setArray(
                    1, connection.createArrayOf("bigint", wanted.keySet().toArray()));
            statement.executeUpdate();
        }
    }

    /** Of the hours in [from, to). */
    void delete(Timestamp from, Timestamp to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setTimestamp(1, from);
            statement.setTimestamp(2, to);
            statement.executeUpdate();
        }
    }

    private Map<Long, TraceTally> find(Collection<Long> hours) throws SQLException {
        Map<Long, TraceTally> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, connection.createArrayOf("bigint", hours.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TraceTally tally = new TraceTally(
                            LogHistogram.fromBytes(rows.getBytes(8)),
                            Exemplars.parse(TraceTally.EXEMPLARS, rows.getString(9), rows.getString(10)));
                    tally.traces = rows.getLong(2);
                    tally.failed = rows.getLong(3);
                    tally.executions = rows.getLong(4);
                    tally.durationUs = rows.getLong(5);
                    tally.inputTokens = rows.getLong(6);
                    tally.outputTokens = rows.getLong(7);
                    found.put(rows.getLong(1), tally);
                }
            }
        }
        return found;
    }

    private void put(SortedMap<Long, TraceTally> rows) throws SQLException {
        Collection<TraceTally> tallies = rows.values();
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setArray(
                    1, connection.createArrayOf("bigint", rows.keySet().toArray()));
            statement.setArray(2, column("bigint", tallies, tally -> tally.traces));
            statement.setArray(3, column("bigint", tallies, tally -> tally.failed));
            statement.setArray(4, column("bigint", tallies, tally -> tally.executions));
            statement.setArray(5, column("bigint", tallies, tally -> tally.durationUs));
            statement.setArray(6, column("bigint", tallies, tally -> tally.inputTokens));
            statement.setArray(7, column("bigint", tallies, tally -> tally.outputTokens));
            statement.setArray(8, column("float8", tallies, tally -> milliseconds(tally, 0.5)));
            statement.setArray(9, column("float8", tallies, tally -> milliseconds(tally, 0.95)));
            byte[][] histograms =
                    tallies.stream().map(tally -> tally.durations.toBytes()).toArray(byte[][]::new);
            statement.setArray(10, connection.createArrayOf("bytea", histograms));
            statement.setArray(11, column("text", tallies, tally -> tally.exemplars.traceIds()));
            statement.setArray(12, column("text", tallies, tally -> tally.exemplars.micros()));
            statement.executeUpdate();
        }
    }

    private Array column(String type, Collection<TraceTally> tallies, Function<TraceTally, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, tallies.stream().map(value).toArray());
    }

    private static double milliseconds(TraceTally tally, double p) {
        return tally.traces == 0 ? 0 : tally.durations.quantile(p) / 1000;
    }
}
