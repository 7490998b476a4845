package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.common.histogram.LogHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * Total latencies of requests to real model providers (llmperf, Apache-2.0), laid out at their concurrency of five: the quantiles of the
 * rollups, and the exact ones of {@code percentile_cont}, against those that the authors published.
 */
final class LlmperfCheck {
    private static final String HISTOGRAMS = """
            SELECT duration_histogram
              FROM dimension_rollups
             WHERE dimension_type = 'model'
               AND dimension_key = ?
            """;
    private static final String EXACT = """
            SELECT percentile_cont(?) WITHIN GROUP (ORDER BY duration_ms)
              FROM workflow_trace_log
             WHERE span_type = 'llm'
               AND model = ?
            """;
    private static final Instant FIRST_HOUR = Instant.parse("2020-02-01T00:00:00Z");
    private static final long FIRST_TRACE = 0xA0_0000L;
    private static final int LANES = 5;
    private static final int[] PERCENTILES = {25, 50, 75, 90, 95, 99};

    private final Path folder;

    LlmperfCheck(Path data) {
        folder = data.resolve("llmperf");
    }

    void send(OtlpSender sender) throws IOException, InterruptedException {
        int file = 0;
        long trace = FIRST_TRACE;
        for (Path requests : DataFiles.under(folder.resolve("individual"), ".json")) {
            long hourNanos = FIRST_HOUR.plusSeconds(3600L * file++).getEpochSecond() * 1_000_000_000;
            long[] laneFree = new long[LANES];
            int n = 0;
            for (JsonNode request : DataFiles.json(requests)) {
                JsonNode latency = request.path("end_to_end_latency_s");
                if (!latency.isNumber() || !request.path("error_code").isNull()) {
                    continue;
                }
                int lane = n++ % LANES;
                long nanos = Math.round(latency.asDouble() * 1e9);
                sender.add(SentSpan.of(
                        "llmperf",
                        trace++,
                        1,
                        0,
                        "chat",
                        hourNanos + laneFree[lane],
                        nanos,
                        Map.of("gen_ai.operation.name", "chat", "gen_ai.request.model", model(requests))));
                laneFree[lane] += nanos;
            }
        }
        sender.flush();
    }

    void check(AnalyzerClient analyzer, Figures figures) throws IOException, SQLException {
        double rollup = 0;
        double exact = 0;
        int quantiles = 0;
        for (Path summary : DataFiles.under(folder.resolve("summary"), ".json")) {
            JsonNode published = DataFiles.json(summary);
            LogHistogram histogram = histogram(analyzer.connection(), model(summary));
            for (int percent : PERCENTILES) {
                double expectedMs = published
                                .get("results_end_to_end_latency_s_quantiles_p" + percent)
                                .asDouble()
                        * 1000;
                rollup = Math.max(rollup, difference(histogram.quantile(percent / 100.0) / 1000, expectedMs));
                exact = Math.max(
                        exact, difference(exact(analyzer.connection(), model(summary), percent / 100.0), expectedMs));
                quantiles++;
            }
        }
        figures.put("accuracy.llmperf.quantiles", quantiles, "");
        figures.put("accuracy.llmperf.max_relative_error", rollup, "<= 0.01");
        figures.put("accuracy.llmperf.exact_max_relative_error", exact, "<= 0.000001");
    }

    private static double difference(double actual, double expected) {
        return Math.abs(actual - expected) / expected;
    }

    private static LogHistogram histogram(Connection connection, String model) throws SQLException {
        LogHistogram merged = new LogHistogram();
        try (PreparedStatement statement = connection.prepareStatement(HISTOGRAMS)) {
            statement.setString(1, model);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    merged.merge(LogHistogram.fromBytes(rows.getBytes(1)));
                }
            }
        }
        return merged;
    }

    private static double exact(Connection connection, String model, double p) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXACT)) {
            statement.setDouble(1, p);
            statement.setString(2, model);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getDouble(1);
            }
        }
    }

    private static String model(Path file) {
        return "llmperf-" + file.getFileName().toString().replace(".json", "");
    }
}
