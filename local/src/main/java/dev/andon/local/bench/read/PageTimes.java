package dev.andon.local.bench.read;

import dev.andon.local.bench.BenchRun;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** How long the monitor takes for each page, from the request to the last byte of HTML: the 95th percentile of a warm service. */
final class PageTimes {
    private static final int WARM_UP = 15;
    private static final int MEASURED = 40;
    private static final String YEAR = "from=" + now().minus(Duration.ofDays(365)) + "&to=" + now();

    private final BenchStore store;
    private final HttpClient client;

    PageTimes(BenchStore store, HttpClient client) {
        this.store = store;
        this.client = client;
    }

    /** Records {@code page.<name>_ms}; the n-th request of a page about one trace is about the n-th of these. */
    void measure(BenchRun run, List<String> traces) throws Exception {
        for (Map.Entry<String, IntFunction<String>> page : pages(traces).entrySet()) {
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < WARM_UP + MEASURED; i++) {
                double one = read(page.getValue().apply(i));
                if (i >= WARM_UP) {
                    millis.add(one);
                }
            }
            run.progress("page %s: median %.0f ms", page.getKey(), BenchStore.median(millis));
            run.figure("page." + page.getKey() + "_ms", BenchStore.percentile(millis, 95), "ms", "< 200");
        }
    }

    private static Map<String, IntFunction<String>> pages(List<String> traces) {
        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        pages.put("overview", i -> "/");
        pages.put("bottlenecks", i -> "/bottlenecks");
        pages.put("dimension", i -> "/bottlenecks/gate/GATE_PRD_REQUIRED");
        pages.put("traces", i -> "/traces?range=7d");
        pages.put("trace", i -> "/traces/" + traces.get(i));
        pages.put("compare", i -> "/traces/compare?a=" + traces.get(i) + "&b=" + traces.get(i + 1));
        pages.put("executions", i -> "/executions?range=7d");
        pages.put("improvements", i -> "/improvements");
        pages.put("runs", i -> "/runs");
        pages.put("search", i -> "/search?q=gate");
        pages.put("usage", i -> "/dashboard/telemetry");
        pages.put("usage_figures", i -> "/api/dashboard/telemetry?range=30d");
        pages.put("usage_figures_of_a_year", i -> "/api/dashboard/telemetry?" + YEAR);
        pages.put("freshness", i -> "/freshness?span=14d");
        pages.put("check", i -> "/freshness/check_7?span=14d");
        pages.put("thresholds", i -> "/settings/thresholds");
        return pages;
    }

    private static Instant now() {
        return InstantSource.system().instant().truncatedTo(ChronoUnit.HOURS);
    }

    private double read(String path) throws Exception {
        long start = System.nanoTime();
        html(path);
        return BenchStore.seconds(start) * 1000;
    }

    /** A page as the browser gets it; fails unless every part of it could be read. */
    String html(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Service.MONITOR.url(store.stack().ports()) + path))
                .header("Authorization", "Bearer " + store.stack().apiKey())
                .header("Accept", "text/html, application/json")
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.body().contains("could not be read")) {
            throw new StackException("Page " + path + " was answered with " + answer.statusCode() + ", not whole.");
        }
        return answer.body();
    }
}
