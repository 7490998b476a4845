package dev.andon.local.bench.read;

import dev.andon.local.bench.Bench;
import dev.andon.local.bench.BenchRun;
import dev.andon.local.demo.IngestClient;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.recording.RecordedSpan;
import dev.andon.local.stack.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reading with millions of spans in the store: one trace by its id, how soon a new one is seen, bytes a span, every page, start and
 * memory.
 */
public final class QueryBench implements Bench {
    private static final int TRACES = 300;
    private static final int ARRIVALS = 15;
    private static final String SOME_TRACES = """
            SELECT md5('bench' || (random() * ?)::integer) FROM generate_series(1, ?)
            """;
    private static final String BYTES_PER_SPAN = """
            SELECT sum(pg_total_relation_size(inhrelid)) / (SELECT count(*) FROM workflow_trace_log)
              FROM pg_inherits
             WHERE inhparent = 'workflow_trace_log'::regclass
            """;

    @Override
    public String name() {
        return "query";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        try (BenchStore store = BenchStore.open(run);
                HttpClient client = HttpClient.newHttpClient()) {
            List<Double> millis = new ArrayList<>();
            List<String> traces = traces(store);
            for (String trace : traces) {
                millis.add(read(store, client, trace));
            }
            // The first third warms JVM and cache, as a service that runs is warm.
            List<Double> warm = millis.subList(millis.size() / 3, millis.size());
            run.figure("query.trace_by_id_ms", BenchStore.median(warm), "ms", "< 20");
            run.figure("query.trace_by_id_p95_ms", BenchStore.percentile(warm, 95), "ms", "");
            PageTimes pages = new PageTimes(store, client);
            run.figure("query.visible_after_ack_ms", visible(store, pages), "ms", "< 1000");
            run.figure("query.bytes_per_span", store.number(BYTES_PER_SPAN), "bytes", "≤ 300");
            AnalyzeBench.analysis(store);
            try (YearOfRollups year = YearOfRollups.in(store, run)) {
                pages.measure(run, traces);
            }
            processes(run, store);
        }
    }

    private static List<String> traces(BenchStore store) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = store.connect();
                PreparedStatement statement = connection.prepareStatement(SOME_TRACES)) {
            statement.setInt(1, store.traces() - 1);
            statement.setInt(2, TRACES);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static double read(BenchStore store, HttpClient client, String trace) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Service.INGEST.url(store.stack().ports()) + "/api/v1/traces/" + trace))
                .header("Authorization", "Bearer " + store.stack().apiKey())
                .build();
        long start = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        double millis = BenchStore.seconds(start) * 1000;
        if (answer.statusCode() != 200) {
            throw new StackException("Trace " + trace + " was answered with " + answer.statusCode() + ".");
        }
        return millis;
    }

    // From the exporter's answer until the trace list has it.
    // Until the list of traces shows it to somebody who looks again and again.
    private static double visible(BenchStore store, PageTimes pages) throws Exception {
        IngestClient ingest = new IngestClient(
                Service.INGEST.url(store.stack().ports()), store.stack().apiKey());
        List<Double> waits = new ArrayList<>();
        for (int i = 0; i < ARRIVALS; i++) {
            RecordedSpan span = arrival();
            ingest.send(List.of(span));
            long acknowledged = System.nanoTime();
            while (!pages.html("/traces?range=24h").contains(span.traceId())) {
                Thread.onSpinWait();
            }
            waits.add(BenchStore.seconds(acknowledged) * 1000);
        }
        return waits.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static RecordedSpan arrival() {
        long now = InstantSource.system().millis() * 1_000_000L;
        String id = "%016x".formatted(System.nanoTime());
        return new RecordedSpan(
                "bench",
                "bench",
                "00000000000000ff" + id,
                id,
                Optional.empty(),
                "arrival",
                RecordedSpan.SERVER,
                now - 1_000_000L,
                now,
                Optional.empty(),
                Map.of());
    }

    private static void processes(BenchRun run, BenchStore store) {
        store.stack()
                .readySeconds()
                .forEach((service, seconds) -> run.figure("start." + service.label() + "_seconds", seconds, "s", ""));
        store.stack()
                .processes()
                .forEach((service, handle) -> residentMegabytes(handle)
                        .ifPresent(
                                megabytes -> run.figure("memory." + service.label() + "_rss_mb", megabytes, "MB", "")));
    }

    // Linux tells it; elsewhere the figure is left out.
    private static Optional<Double> residentMegabytes(ProcessHandle handle) {
        return DataDir.read(Path.of("/proc", Long.toString(handle.pid()), "status"))
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith("VmRSS:")).findFirst())
                .map(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024);
    }
}
