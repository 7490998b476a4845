package dev.andon.monitor.testing;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;

/**
 * Rows that tell one story: GATE_PRD_REQUIRED got slow six days before {@code now}, because its model is asked three times instead
 * of once. Two weeks of rollups, a week of traces, one successful analysis, a few improvements, and a handful of whole traces.
 */
public final class LineStory {
    static final String[] TYPES = {"feature", "security", "infrastructure", "docs"};

    private final TestDatabase database;
    private final Instant now;
    private final Random random = new Random(20261119);

    public LineStory(TestDatabase database, Instant now) {
        this.database = database;
        this.now = now;
    }

    /** Writes everything. */
    public void tell() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (Station station : Station.ALL) {
                rollups(connection, station);
            }
            summaries(connection);
            connection.commit();
        }
        database.execute(
                "INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at) VALUES ('spans', pg_snapshot_xmin(pg_current_snapshot()), '"
                        + now.minusSeconds(3) + "', '" + now + "')");
        new StoryTraces(database).write(exemplar(), now.minus(Duration.ofMinutes(89)), true);
        new StoryTraces(database).write("0be44d1c97aa1f02a6d9013be8f7c254", now.minus(Duration.ofHours(5)), true);
        new StoryTraces(database).write(quick(), now.minus(Duration.ofHours(3)), 1, true);
        new StoryHours(database).write();
        new StoryRun(database, now).write();
    }

    /** The trace the story points at. */
    public static String exemplar() {
        return "7c1f0e9a4b3d42d87c1f0e9a4b3d42d8";
    }

    /** A trace whose gate asked its model once. */
    public static String quick() {
        return "a6d9013be8f7c254a6d9013be8f7c254";
    }

    /** When the gate got slow. */
    public static Instant since(Instant now) {
        return now.minus(Duration.ofDays(6)).truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(10));
    }

    private void rollups(Connection connection, Station station) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO dimension_rollups (bucket_start, samples, errors, duration_us, critical_us, self_us, p50_ms, p95_ms,
                                               dimension_type, dimension_key, duration_histogram, self_histogram, exemplars)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ARRAY[?])
                """)) {
            Instant start = now.minus(Duration.ofDays(14)).truncatedTo(ChronoUnit.HOURS);
            for (Instant hour = start; hour.isBefore(now); hour = hour.plus(Duration.ofHours(1))) {
                boolean slow = !hour.isBefore(since(now).truncatedTo(ChronoUnit.HOURS));
                hour(insert, station, hour, slow ? station.nowMs() : station.usualMs());
            }
            insert.executeBatch();
        }
    }

    private void hour(PreparedStatement insert, Station station, Instant hour, double medianMs) throws SQLException {
        int samples = 2 + random.nextInt(5) * station.perRun();
        LogHistogram histogram = new LogHistogram();
        long sum = 0;
        for (int i = 0; i < samples; i++) {
            boolean quick = medianMs > station.usualMs() * 3 && random.nextInt(10) == 0;
            long micros =
                    (long) ((quick ? station.usualMs() : medianMs) * Math.exp(random.nextGaussian() * 0.32) * 1000);
            histogram.add(micros);
            sum += micros;
        }
        insert.setTimestamp(1, Timestamp.from(hour));
        insert.setLong(2, samples);
        insert.setLong(3, random.nextInt(40) == 0 ? 1 : 0);
        insert.setLong(4, sum);
        insert.setLong(5, sum * 9 / 10);
        insert.setLong(6, sum / 2);
        insert.setDouble(7, histogram.quantile(0.5) / 1000);
        insert.setDouble(8, histogram.quantile(0.95) / 1000);
        insert.setString(9, station.type());
        insert.setString(10, station.key());
        insert.setBytes(11, histogram.toBytes());
        insert.setBytes(12, histogram.toBytes());
        insert.setString(13, exemplar());
        insert.addBatch();
    }

    private void summaries(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count,
                        input_tokens, output_tokens, trace_id, complete, status, root_service, root_name, root_type,
                        workflow_execution_id, sd_type, services, models)
                VALUES (?, ?, ?, '3', ?, ?, ?, ?, ?, ?, ?, 'sd-runner', ?, 'workflow', ?, ?,
                        ARRAY['sd-runner', 'agent-worker'], ARRAY[?])
                """)) {
            for (int i = 0; i < 1_200; i++) {
                summary(insert, i);
            }
            insert.executeBatch();
        }
    }

    private void summary(PreparedStatement insert, int i) throws SQLException {
        Instant start = now.minusMillis(
                (long) (Math.pow(random.nextDouble(), 0.9) * Duration.ofDays(7).toMillis()) + 5_700_000);
        double minutes = (start.isAfter(since(now)) ? 7.6 : 6.5) * Math.exp(random.nextGaussian() * 0.25);
        boolean failed = random.nextInt(48) == 0;
        insert.setTimestamp(1, Timestamp.from(start));
        insert.setTimestamp(2, Timestamp.from(start.plusMillis((long) (minutes * 59_000))));
        insert.setDouble(3, minutes * 60_000);
        insert.setInt(4, 120 + random.nextInt(200));
        insert.setInt(5, failed ? 2 : 0);
        insert.setLong(6, 40_000 + random.nextInt(30_000));
        insert.setLong(7, 4_000 + random.nextInt(9_000));
        insert.setString(
                8, new UUID(random.nextLong(), random.nextLong()).toString().replace("-", ""));
        insert.setBoolean(9, i % 200 != 7);
        insert.setString(10, failed ? "ERROR" : "OK");
        boolean stranger = i % 40 == 13;
        insert.setString(
                11, stranger ? "openai.resources.chat.completions.completions.AsyncCompletions" : "sd.deliver");
        insert.setString(
                12,
                stranger
                        ? null
                        : "SD-" + new String[] {"AUTH", "BILL", "DOCS", "INFRA", "SEARCH"}[i % 5] + "-"
                                + (1_000 + i / 2));
        insert.setString(13, TYPES[i % 4]);
        insert.setString(14, i % 3 == 0 ? "gpt-4.1" : "mistral-large-2");
        insert.addBatch();
    }

    /** One dimension of the story: its usual median and the one since the change. */
    record Station(String type, String key, double usualMs, double nowMs, int perRun) {
        static final Station[] ALL = {
            new Station("phase", "LEAD", 31_000, 33_600, 1),
            new Station("gate", "GATE_PRD_REQUIRED", 5_000, 41_600, 1),
            new Station("phase", "PLAN", 66_000, 92_000, 1),
            new Station("gate", "GATE_DESIGN_REVIEW", 8_200, 8_400, 1),
            new Station("subagent", "DESIGN", 102_000, 104_000, 1),
            new Station("subagent", "RCA", 90_000, 151_000, 1),
            new Station("subagent", "TESTING", 96_000, 98_000, 1),
            new Station("phase", "EXEC", 46_000, 48_000, 1),
            new Station("gate", "GATE_TEST_COVERAGE", 11_000, 12_800, 1),
            new Station("gate+sd_type", "GATE_TEST_COVERAGE+security", 10_000, 27_800, 1),
            new Station("model", "mistral-large-2", 3_100, 5_200, 4),
            new Station("tool", "test_runner", 8_100, 12_900, 2),
            new Station("operation", "agent-worker POST /v1/chat+tools?x=1", 1_700, 1_750, 4),
            new Station("service", "agent-worker", 1_700, 2_050, 4),
        };
    }
}
