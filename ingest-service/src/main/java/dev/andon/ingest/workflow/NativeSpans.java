package dev.andon.ingest.workflow;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.andon.ingest.otlp.MalformedRequestException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads native JSON, one object, an array, or one object a line, into an OTLP request. A span that is not right is an error with its
 * place; the others go on.
 */
public final class NativeSpans {
    /** Errors beyond so many are counted and not listed. */
    private static final int LISTED_ERRORS = 100;

    private static final int MAX_DEPTH = 500;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For values inside an array, which something always follows. */
    private static final ObjectMapper ELEMENTS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNestingDepth(MAX_DEPTH)
                .build();
        MAPPER.getFactory().setStreamReadConstraints(constraints);
        ELEMENTS.getFactory().setStreamReadConstraints(constraints);
    }

    /**
     * What is wrong with one span.
     *
     * @param index its place among the spans of the request, from 0; null where only the store could tell
     * @param line its line, from 1, where spans come one a line; else null
     */
    public record ItemError(Integer index, Integer line, String field, String detail) {}

    private final Map<String, ScopeSpans.Builder> services = new LinkedHashMap<>();
    private final List<ItemError> errors = new ArrayList<>();
    private int accepted;
    private int rejected;

    private NativeSpans() {}

    /** Refuses only a body in which no place can be told: one broken JSON value. */
    public static NativeSpans read(byte[] body, boolean lines) throws MalformedRequestException {
        NativeSpans spans = new NativeSpans();
        String text = new String(body, StandardCharsets.UTF_8).strip();
        try {
            if (text.isEmpty()) {
                return spans;
            }
            if (lines || !text.startsWith("[") && severalLines(text)) {
                spans.lines(text);
            } else if (text.startsWith("[")) {
                spans.array(text);
            } else {
                spans.add(MAPPER.readTree(text), 0, null);
            }
            return spans;
        } catch (IOException broken) {
            throw new MalformedRequestException("The body is not JSON: " + firstLine(broken));
        }
    }

    /** The first line is a whole JSON value and something follows it. */
    private static boolean severalLines(String text) {
        int end = text.indexOf('\n');
        try {
            return end > 0 && MAPPER.readTree(text.substring(0, end)) != null;
        } catch (JsonProcessingException oneValueOverLines) {
            return false;
        }
    }

    /** A span of its own, as from a file. */
    public static NativeSpans of(JsonNode span) {
        NativeSpans spans = new NativeSpans();
        spans.add(span, 0, null);
        return spans;
    }

    private void array(String text) throws IOException {
        try (JsonParser in = ELEMENTS.getFactory().createParser(text)) {
            in.nextToken();
            for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
                add(ELEMENTS.readTree(in), index, null);
            }
            if (in.nextToken() != null) {
                throw new JsonParseException(in, "Something follows the array.");
            }
        }
    }

    private void lines(String text) {
        int index = 0;
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                add(MAPPER.readTree(line), index, number);
            } catch (JsonProcessingException broken) {
                reject(new ItemError(index, number, null, "The line is not JSON: " + firstLine(broken)));
            }
            index++;
        }
    }

    private void add(JsonNode json, int index, Integer line) {
        try {
            scope(NativeSpan.service(json)).addSpans(NativeSpan.of(json));
            accepted++;
        } catch (InvalidSpanException invalid) {
            reject(new ItemError(index, line, invalid.field(), invalid.getMessage()));
        }
    }

    private void reject(ItemError error) {
        rejected++;
        if (errors.size() < LISTED_ERRORS) {
            errors.add(error);
        }
    }

    private ScopeSpans.Builder scope(String service) {
        return services.computeIfAbsent(service, name -> ScopeSpans.newBuilder());
    }

    public int accepted() {
        return accepted;
    }

    public int rejected() {
        return rejected;
    }

    public List<ItemError> errors() {
        return List.copyOf(errors);
    }

    /** The good spans, by service. */
    public ExportTraceServiceRequest request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        services.forEach((service, scope) -> {
            ResourceSpans.Builder resource = request.addResourceSpansBuilder().addScopeSpans(scope);
            if (!service.isEmpty()) {
                resource.getResourceBuilder()
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("service.name")
                                .setValue(AnyValue.newBuilder().setStringValue(service)));
            }
        });
        return request.build();
    }

    private static String firstLine(Exception broken) {
        return broken.getMessage().lines().findFirst().orElse("");
    }
}
