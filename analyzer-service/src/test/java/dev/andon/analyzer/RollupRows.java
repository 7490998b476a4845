package dev.andon.analyzer;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** Rows as the fold writes them, drawn from a seed: hours of a dimension whose durations spread around a median. */
public final class RollupRows {
    private static final String DIMENSION = """
            INSERT INTO dimension_rollups (bucket_start, samples, errors, duration_us, critical_us, self_us, p50_ms, p95_ms,
                                           dimension_type, dimension_key, duration_histogram, self_histogram, exemplars)
            VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String TRACE = """
            INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count, trace_id,
                                         complete, status, root_service, root_name, root_type, workflow_execution_id)
            SELECT ?::timestamptz + make_interval(mins => n % 60), ?, ?, '1', 1, 0, ? || n, true, 'OK', 's', 'r', 'workflow',
                   ? || 'e' || n
              FROM generate_series(1, ?) AS n
            """;

    private static final String TRACES = """
            INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms,
                                       p95_ms, duration_histogram)
            VALUES (?, ?, 0, ?, ?, 0, 0, ?, ?, ?)
            """;

    private final Connection connection;
    private final Random random = new Random(7);

    public RollupRows(TestDatabase database) throws SQLException {
        connection = database.connect();
    }

    /** One hour of a dimension; all of its time lies on the critical path. */
    public void hour(String type, String key, Instant hour, int samples, double p50Ms) throws SQLException {
        LogHistogram durations = new LogHistogram();
        long sum = 0;
        for (int i = 0; i < samples; i++) {
            long micros = (long) (p50Ms * 1000 * Math.exp(random.nextGaussian() * 0.3));
            durations.add(micros);
            sum += micros;
        }
        try (PreparedStatement insert = connection.prepareStatement(DIMENSION)) {
            insert.setObject(1, hour.atOffset(ZoneOffset.UTC));
            insert.setLong(2, samples);
            insert.setLong(3, sum);
            insert.setLong(4, sum);
            insert.setLong(5, sum);
            insert.setDouble(6, durations.quantile(0.5) / 1000);
            insert.setDouble(7, durations.quantile(0.95) / 1000);
            insert.setString(8, type);
            insert.setString(9, key);
            insert.setBytes(10, durations.toBytes());
            insert.setBytes(11, durations.toBytes());
            insert.setObject(12, List.of(key + "-" + hour.getEpochSecond()).toArray(String[]::new));
            insert.executeUpdate();
        }
    }

    /** Traces that began in an hour, each an execution of its own. */
    public void traces(Instant hour, int count, double durationMs) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(TRACE)) {
            insert.setObject(1, hour.atOffset(ZoneOffset.UTC));
            insert.setObject(2, hour.atOffset(ZoneOffset.UTC));
            insert.setDouble(3, durationMs);
            insert.setString(4, hour + "-");
            insert.setString(5, hour + "-");
            insert.setInt(6, count);
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(TRACES)) {
            insert.setObject(1, hour.atOffset(ZoneOffset.UTC));
            insert.setInt(2, count);
            insert.setInt(3, count);
            insert.setLong(4, (long) (count * durationMs * 1000));
            insert.setDouble(5, durationMs);
            insert.setDouble(6, durationMs);
            insert.setBytes(7, new LogHistogram().toBytes());
            insert.executeUpdate();
        }
    }

    /** Both, for each of the hours before a moment. */
    public void hours(String type, String key, Instant before, int hours, int samples, double p50Ms)
            throws SQLException {
        for (int i = 1; i <= hours; i++) {
            hour(type, key, before.minusSeconds(3600L * i), samples, p50Ms);
        }
    }
}
