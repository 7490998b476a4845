package dev.andon.local.demo;

import dev.andon.local.home.StackException;
import dev.andon.local.recording.OtlpJson;
import dev.andon.local.recording.RecordedSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Sends spans as any exporter would: OTLP/HTTP JSON with gzip and a bearer key. A 2xx answer means they are committed. */
public final class IngestClient {
    private static final Set<Integer> LATER = Set.of(429, 503);
    private static final int MOST_ATTEMPTS = 30;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI traces;
    private final String apiKey;

    public IngestClient(String ingestUrl, String apiKey) {
        this.traces = URI.create(ingestUrl + "/v1/traces");
        this.apiKey = apiKey;
    }

    /** Sends one request, again while ingest asks to come back later; anything but full acceptance is a {@link StackException}. */
    public void send(List<RecordedSpan> spans) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(traces)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("Authorization", "Bearer " + apiKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(OtlpJson.request(spans))))
                .build();
        HttpResponse<String> response = exchange(request);
        for (int attempt = 1; LATER.contains(response.statusCode()) && attempt < MOST_ATTEMPTS; attempt++) {
            new CountDownLatch(1).await(retryAfter(response), TimeUnit.SECONDS);
            response = exchange(request);
        }
        if (response.statusCode() != 200 || response.body().contains("rejectedSpans")) {
            throw new StackException("Ingest answered " + response.statusCode() + ": " + response.body());
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new StackException("Ingest did not answer: " + failed.getMessage());
        }
    }

    private static long retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,2}"))
                .map(Long::parseLong)
                .orElse(1L);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(buffer)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return buffer.toByteArray();
    }
}
