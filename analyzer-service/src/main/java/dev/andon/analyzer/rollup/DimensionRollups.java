package dev.andon.analyzer.rollup;

import dev.andon.common.histogram.LogHistogram;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/** The table dimension_rollups. */
final class DimensionRollups extends RollupTable<DimensionKey, DimensionTally> {
    private static final String FIND = """
            SELECT k.hour, k.type, k.key, r.samples, r.errors, r.duration_us, r.critical_us, r.self_us,
                   r.duration_histogram, r.self_histogram, array_to_string(r.exemplars, ','), array_to_string(r.exemplar_us, ',')
              FROM unnest(?::bigint[], ?::text[], ?::text[]) AS k (hour, type, key)
              JOIN dimension_rollups r
                ON r.bucket_start = to_timestamp(k.hour) AND r.dimension_type = k.type AND r.dimension_key = k.key
            """;
    private static final String COUNT = """
            SELECT extract(epoch FROM bucket_start)::bigint, dimension_type,
                   CASE WHEN bool_or(dimension_key = '(other)') THEN 2147483647 ELSE count(*) END
              FROM dimension_rollups
             WHERE bucket_start IN (SELECT to_timestamp(hour) FROM unnest(?::bigint[]) AS h (hour))
             GROUP BY bucket_start, dimension_type
            """;
    private static final String PUT = """
            INSERT INTO dimension_rollups (bucket_start, dimension_type, dimension_key, samples, errors, duration_us,
                   critical_us, self_us, p50_ms, p95_ms, duration_histogram, self_histogram, exemplars, exemplar_us)
            SELECT to_timestamp(hour), type, key, samples, errors, duration_us, critical_us, self_us, p50_ms, p95_ms,
                   duration_histogram, self_histogram, string_to_array(exemplars, ','),
                   string_to_array(exemplar_us, ',')::bigint[]
              FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::bigint[], ?::float8[], ?::float8[], ?::bytea[], ?::bytea[], ?::text[], ?::text[])
                   AS n (hour, type, key, samples, errors, duration_us, critical_us, self_us, p50_ms, p95_ms,
                         duration_histogram, self_histogram, exemplars, exemplar_us)
                ON CONFLICT (bucket_start, dimension_type, dimension_key) DO UPDATE
               SET samples = excluded.samples, errors = excluded.errors, duration_us = excluded.duration_us,
                   critical_us = excluded.critical_us, self_us = excluded.self_us, p50_ms = excluded.p50_ms,
                   p95_ms = excluded.p95_ms, duration_histogram = excluded.duration_histogram,
                   self_histogram = excluded.self_histogram, exemplars = excluded.exemplars,
                   exemplar_us = excluded.exemplar_us
            """;
    private static final String DELETE_EMPTY = """
            DELETE FROM dimension_rollups r
             WHERE r.samples = 0
               AND r.bucket_start IN (SELECT to_timestamp(hour) FROM unnest(?::bigint[]) AS h (hour))
               AND NOT EXISTS (SELECT FROM dimension_rollups o
                                WHERE o.bucket_start = r.bucket_start AND o.dimension_type = r.dimension_type
                                  AND o.dimension_key = '(other)')
            """;

    DimensionRollups(int keysPerHour) {
        super(new Statements(FIND, COUNT, PUT, DELETE_EMPTY), keysPerHour);
    }

    @Override
    void bindKeys(Connection connection, PreparedStatement statement, Collection<DimensionKey> keys)
            throws SQLException {
        statement.setArray(1, column(connection, "bigint", keys, DimensionKey::hour));
        statement.setArray(2, column(connection, "text", keys, DimensionKey::type));
        statement.setArray(3, column(connection, "text", keys, DimensionKey::key));
    }

    @Override
    void bindTallies(Connection connection, PreparedStatement statement, Collection<DimensionTally> tallies)
            throws SQLException {
        statement.setArray(4, column(connection, "bigint", tallies, tally -> tally.samples));
        statement.setArray(5, column(connection, "bigint", tallies, tally -> tally.errors));
        statement.setArray(6, column(connection, "bigint", tallies, tally -> tally.durationUs));
        statement.setArray(7, column(connection, "bigint", tallies, tally -> tally.criticalUs));
        statement.setArray(8, column(connection, "bigint", tallies, tally -> tally.selfUs));
        statement.setArray(9, column(connection, "float8", tallies, tally -> milliseconds(tally, 0.5)));
        statement.setArray(10, column(connection, "float8", tallies, tally -> milliseconds(tally, 0.95)));
        statement.setArray(11, histograms(connection, tallies, DimensionTally::durations));
        statement.setArray(12, histograms(connection, tallies, DimensionTally::selfTimes));
        statement.setArray(13, column(connection, "text", tallies, tally -> tally.exemplars.traceIds()));
        statement.setArray(14, column(connection, "text", tallies, tally -> tally.exemplars.micros()));
    }

    @Override
    DimensionKey key(ResultSet row) throws SQLException {
        return new DimensionKey(row.getLong(1), row.getString(2), row.getString(3));
    }

    @Override
    DimensionTally tally(ResultSet row) throws SQLException {
        DimensionTally tally = new DimensionTally(
                LogHistogram.fromBytes(row.getBytes(9)),
                LogHistogram.fromBytes(row.getBytes(10)),
                Exemplars.parse(DimensionTally.EXEMPLARS, row.getString(11), row.getString(12)));
        tally.samples = row.getLong(4);
        tally.errors = row.getLong(5);
        tally.durationUs = row.getLong(6);
        tally.criticalUs = row.getLong(7);
        tally.selfUs = row.getLong(8);
        return tally;
    }

    @Override
    void prepare(DimensionTally stored, Set<String> refolded) {
        stored.exemplars.removeAll(refolded);
    }

    @Override
    DimensionTally nothing() {
        return new DimensionTally();
    }

    private static double milliseconds(DimensionTally tally, double p) {
        return tally.samples == 0 ? 0 : tally.durations.quantile(p) / 1000;
    }
}
