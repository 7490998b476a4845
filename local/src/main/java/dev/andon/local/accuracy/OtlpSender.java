package dev.andon.local.accuracy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.andon.local.accuracy.AccuracyBench.AccuracyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Sends recordings as any exporter would: OTLP/HTTP JSON to a running ingest, again while it says that it is full. */
final class OtlpSender {
    private static final int SPANS_PER_REQUEST = 2_000;
    private static final int TRIES = 60;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonFactory json = new JsonFactory();
    private final URI traces;
    private final String apiKey;
    private final List<SentSpan> waiting = new ArrayList<>(SPANS_PER_REQUEST);
    private long sent;

    OtlpSender(String ingestUrl, String apiKey) {
        traces = URI.create(ingestUrl + "/v1/traces");
        this.apiKey = apiKey;
    }

    long sent() {
        return sent;
    }

    void add(SentSpan span) throws IOException, InterruptedException {
        waiting.add(span);
        if (waiting.size() == SPANS_PER_REQUEST) {
            flush();
        }
    }

    /** Returns when everything added is stored. */
    void flush() throws IOException, InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(traces)
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + apiKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body()))
                .build();
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200 && !response.body().contains("rejectedSpans")) {
                break;
            }
            boolean full = response.statusCode() == 503 || response.statusCode() == 429;
            if (!full || attempt == TRIES) {
                throw new AccuracyException("Ingest answered " + response.statusCode() + ": " + response.body());
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        sent += waiting.size();
        waiting.clear();
    }

    private byte[] body() throws IOException {
        Map<String, List<SentSpan>> byService = new LinkedHashMap<>();
        for (SentSpan span : waiting) {
            byService
                    .computeIfAbsent(span.service(), service -> new ArrayList<>())
                    .add(span);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(waiting.size() * 300);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("resourceSpans");
            for (Map.Entry<String, List<SentSpan>> service : byService.entrySet()) {
                out.writeStartObject();
                out.writeObjectFieldStart("resource");
                writeAttributes(out, Map.of("service.name", service.getKey()));
                out.writeEndObject();
                out.writeArrayFieldStart("scopeSpans");
                out.writeStartObject();
                out.writeArrayFieldStart("spans");
                for (SentSpan span : service.getValue()) {
                    write(out, span);
                }
                out.writeEndArray();
                out.writeEndObject();
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, SentSpan span) throws IOException {
        out.writeStartObject();
        out.writeStringField("traceId", span.traceId());
        out.writeStringField("spanId", span.spanId());
        if (span.parentId() != null) {
            out.writeStringField("parentSpanId", span.parentId());
        }
        out.writeStringField("name", span.name());
        out.writeNumberField("kind", span.kind());
        out.writeStringField("startTimeUnixNano", Long.toString(span.startNanos()));
        out.writeStringField("endTimeUnixNano", Long.toString(span.startNanos() + span.durationNanos()));
        if (!span.attributes().isEmpty()) {
            writeAttributes(out, span.attributes());
        }
        out.writeEndObject();
    }

    private static void writeAttributes(JsonGenerator out, Map<String, String> attributes) throws IOException {
        out.writeArrayFieldStart("attributes");
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            out.writeStartObject();
            out.writeStringField("key", attribute.getKey());
            out.writeObjectFieldStart("value");
            out.writeStringField("stringValue", attribute.getValue());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
