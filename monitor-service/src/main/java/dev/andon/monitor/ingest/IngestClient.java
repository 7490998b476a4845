package dev.andon.monitor.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.probe.Probe;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends native JSON to ingest as any program would, with a key. What it answers with 2xx is committed. */
@Singleton
public final class IngestClient {
    /** Spans, one object each. */
    public static final String SPANS = "/api/v1/workflow/spans";
    /** Chat requests, messages and conversations, one object each. */
    public static final String CHATS = "/api/v1/chat/telemetry";

    private static final Set<Integer> LATER = Set.of(429, 503);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int SHOWN = 300;

    private final IngestConfig config;
    private final ObjectMapper mapper;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final Probe probe = new Probe();

    IngestClient(IngestConfig config, ObjectMapper mapper) {
        this.config = config;
        this.mapper = mapper;
    }

    /** Whether an address is set. */
    public boolean configured() {
        return config.url().filter(url -> !url.isBlank()).isPresent();
    }

    /** Nothing was accepted, or not all of it; the message is a sentence for operators. */
    public static final class SendingFailedException extends RuntimeException {
        SendingFailedException(String message) {
            super(message);
        }
    }

    /** Sends items in one request, again while ingest asks to come back later; throws where not every item is accepted in time. */
    public void send(String path, List<Map<String, Object>> items, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        HttpResponse<String> answer = exchange(path, items, end);
        while (LATER.contains(answer.statusCode()) && left(end).compareTo(Duration.ofSeconds(1)) > 0) {
            new CountDownLatch(1).await(1, TimeUnit.SECONDS);
            answer = exchange(path, items, end);
        }
        if (answer.statusCode() / 100 != 2 || rejected(answer.body()) > 0) {
            throw new SendingFailedException("Ingest answered " + answer.statusCode() + ": "
                    + answer.body().substring(0, Math.min(answer.body().length(), SHOWN)));
        }
    }

    /** Asks ingest for something by its path, with the same key. */
    public Probe.Seen get(String path, Duration limit) throws InterruptedException {
        return probe.get(address() + path, key(), limit);
    }

    /** The key that is sent; empty where none is set. */
    public Optional<String> key() {
        return config.key().filter(key -> !key.isBlank());
    }

    private HttpResponse<String> exchange(String path, List<Map<String, Object>> items, long end)
            throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                    .timeout(left(end))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(items)));
            key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new SendingFailedException("Ingest at " + address() + " does not answer ("
                    + failed.getClass().getSimpleName() + "). Check that it is up and ANDON_INGEST_URL.");
        }
    }

    private String address() {
        return config.url().orElseThrow().replaceAll("/+$", "");
    }

    private int rejected(String body) {
        try {
            JsonNode report = mapper.readTree(body);
            return report.path("rejected").asInt(0);
        } catch (JsonProcessingException noReport) {
            return 0;
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(end - System.nanoTime(), 1_000_000));
    }
}
