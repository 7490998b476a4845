package dev.andon.analyzer.rollup;

import dev.andon.common.histogram.LogHistogram;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/** The table call_rollups. */
final class CallRollups extends RollupTable<CallKey, CallTally> {
    private static final String FIND = """
            SELECT k.hour, k.kind, k.service, k.callee, k.operation, r.calls, r.self_us, r.self_histogram
              FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                   AS k (hour, kind, service, callee, operation)
              JOIN call_rollups r
                ON r.bucket_start = to_timestamp(k.hour) AND r.kind = k.kind AND r.service = k.service
               AND r.callee = k.callee AND r.operation = k.operation
            """;
    private static final String COUNT = """
            SELECT extract(epoch FROM bucket_start)::bigint, kind,
                   CASE WHEN bool_or(operation = '(other)') THEN 2147483647 ELSE count(*) END
              FROM call_rollups
             WHERE bucket_start IN (SELECT to_timestamp(hour) FROM unnest(?::bigint[]) AS h (hour))
             GROUP BY bucket_start, kind
            """;
    private static final String PUT = """
            INSERT INTO call_rollups (bucket_start, kind, service, callee, operation, calls, self_us, self_histogram)
            SELECT to_timestamp(hour), kind, service, callee, operation, calls, self_us, self_histogram
              FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[])
                   AS n (hour, kind, service, callee, operation, calls, self_us, self_histogram)
                ON CONFLICT (bucket_start, kind, service, callee, operation) DO UPDATE
               SET calls = excluded.calls, self_us = excluded.self_us, self_histogram = excluded.self_histogram
            """;
    private static final String DELETE_EMPTY = """
            DELETE FROM call_rollups r
             WHERE r.calls = 0
               AND r.bucket_start IN (SELECT to_timestamp(hour) FROM unnest(?::bigint[]) AS h (hour))
               AND NOT EXISTS (SELECT FROM call_rollups o
                                WHERE o.bucket_start = r.bucket_start AND o.kind = r.kind AND o.operation = '(other)')
            """;

    CallRollups(int keysPerHour) {
        super(new Statements(FIND, COUNT, PUT, DELETE_EMPTY), keysPerHour);
    }

    @Override
    void bindKeys(Connection connection, PreparedStatement statement, Collection<CallKey> keys) throws SQLException {
        statement.setArray(1, column(connection, "bigint", keys, CallKey::hour));
        statement.setArray(2, column(connection, "text", keys, CallKey::kind));
        statement.setArray(3, column(connection, "text", keys, CallKey::service));
        statement.setArray(4, column(connection, "text", keys, CallKey::callee));
        statement.setArray(5, column(connection, "text", keys, CallKey::operation));
    }

    @Override
    void bindTallies(Connection connection, PreparedStatement statement, Collection<CallTally> tallies)
            throws SQLException {
        statement.setArray(6, column(connection, "bigint", tallies, tally -> tally.calls));
        statement.setArray(7, column(connection, "bigint", tallies, tally -> tally.selfUs));
        statement.setArray(8, histograms(connection, tallies, CallTally::selfTimes));
    }

    @Override
    CallKey key(ResultSet row) throws SQLException {
        return new CallKey(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
    }

    @Override
    CallTally tally(ResultSet row) throws SQLException {
        return new CallTally(row.getLong(6), row.getLong(7), LogHistogram.fromBytes(row.getBytes(8)));
    }

    @Override
    void prepare(CallTally stored, Set<String> refolded) {
        // Calls keep no exemplars.
    }

    @Override
    CallTally nothing() {
        return new CallTally();
    }
}
