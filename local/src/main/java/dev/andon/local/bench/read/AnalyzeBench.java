package dev.andon.local.bench.read;

import dev.andon.local.bench.Bench;
import dev.andon.local.bench.BenchRun;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An analysis of seven days against {@code percentile_cont} over the same spans in the same database, and whether both agree on
 * every median.
 */
public final class AnalyzeBench implements Bench {
    private static final int WARM_UP = 5;
    private static final int RUNS = 7;
    // What the analysis knows, asked of the spans themselves: count and three percentiles for each key of each
    // dimension.
    private static final String RAW = """
            SELECT type, key, count(*), percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms)
              FROM workflow_trace_log
             CROSS JOIN LATERAL (VALUES
                   ('phase', phase), ('gate', gate), ('subagent', subagent), ('sd_type', sd_type), ('model', model), ('tool', tool),
                   ('operation', service_name || ' ' || span_name)) AS dimension (type, key)
             WHERE created_at >= now() - INTERVAL '7 days'
               AND key IS NOT NULL
             GROUP BY type, key
            """;
    private static final String LAST_RUN = """
            SELECT status, extract(EPOCH FROM finished_at - started_at), error_detail
              FROM telemetry_analysis_runs
             WHERE finished_at IS NOT NULL
               AND NOT EXISTS (SELECT FROM telemetry_analysis_runs WHERE finished_at IS NULL)
             ORDER BY finished_at DESC
             LIMIT 1
            """;
    private static final String MEDIANS = """
            SELECT dimension ->> 'dimension_type', dimension ->> 'dimension_key', (dimension ->> 'p50_ms')::double precision
              FROM (SELECT output_ref
                      FROM telemetry_analysis_runs
                     WHERE status = 'SUCCEEDED'
                     ORDER BY finished_at DESC
                     LIMIT 1) AS last_run,
                   jsonb_array_elements(output_ref -> 'dimensions') AS dimension
             WHERE dimension ->> 'baseline_source' = 'threshold'
            """;

    @Override
    public String name() {
        return "analyze";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        try (BenchStore store = BenchStore.open(run)) {
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < WARM_UP + RUNS; i++) {
                seconds.add(analysis(store));
                run.progress("analysis %d: %.3f s", i + 1, seconds.get(i));
            }
            double warm = BenchStore.median(seconds.subList(WARM_UP, seconds.size()));
            run.progress("percentile_cont over the spans …");
            long start = System.nanoTime();
            Map<String, Double> exact = raw(store);
            double raw = BenchStore.seconds(start);
            run.figure("analyze.spans", (double) store.traces() * BenchStore.SPANS_PER_TRACE, "spans", "");
            run.figure("analyze.first_seconds", seconds.getFirst(), "s", "");
            run.figure("analyze.seconds", warm, "s", "< 1");
            run.figure("analyze.percentile_cont_seconds", raw, "s", "");
            run.figure("analyze.speedup_over_percentile_cont", raw / warm, "×", "≥ 100");
            run.figure("analyze.median_relative_error", worstError(store, exact), "", "≤ 0.01");
        }
    }

    /** Asks for an analysis of the whole window and waits for it; how many seconds it took. */
    static double analysis(BenchStore store) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Service.ANALYZER.url(store.stack().ports()) + "/api/v1/analysis/runs"))
                .header("Authorization", "Bearer " + store.stack().apiKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"window_days\":" + BenchStore.DAYS + "}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new StackException("The analyzer answered " + answer.statusCode() + ": " + answer.body());
            }
        }
        return awaitRun(store);
    }

    private static double awaitRun(BenchStore store) throws SQLException, InterruptedException {
        CountDownLatch pace = new CountDownLatch(1);
        while (true) {
            try (Connection connection = store.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(LAST_RUN)) {
                if (row.next()) {
                    if (!row.getString(1).equals("SUCCEEDED")) {
                        throw new StackException("The analysis failed: " + row.getString(3));
                    }
                    return row.getDouble(2);
                }
            }
            pace.await(50, TimeUnit.MILLISECONDS);
        }
    }

    private static Map<String, Double> raw(BenchStore store) throws SQLException {
        Map<String, Double> medians = new HashMap<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RAW)) {
            while (rows.next()) {
                Double[] percentiles = (Double[]) rows.getArray(4).getArray();
                medians.put(rows.getString(1) + " " + rows.getString(2), percentiles[0]);
            }
        }
        return medians;
    }

    // Both look at the last seven days, but not from the same second; with millions of spans that moves no median. A
    // dimension
    // without a threshold is judged by its last 24 hours, so only those with one have the same samples on both sides.
    private static double worstError(BenchStore store, Map<String, Double> exact) throws SQLException {
        double worst = 0;
        int compared = 0;
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MEDIANS)) {
            while (rows.next()) {
                Double median = exact.get(rows.getString(1) + " " + rows.getString(2));
                double estimate = rows.getDouble(3);
                if (median != null && !rows.wasNull()) {
                    worst = Math.max(worst, Math.abs(estimate - median) / median);
                    compared++;
                }
            }
        }
        if (compared < 8) {
            throw new StackException("Only " + compared + " dimensions of the analysis are also in the spans.");
        }
        return worst;
    }
}
