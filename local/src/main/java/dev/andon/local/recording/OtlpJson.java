package dev.andon.local.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes spans as an OTLP/JSON {@code ExportTraceServiceRequest}, one resource a service. */
public final class OtlpJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STATUS_ERROR = 2;

    private record Origin(String service, String scope) {}

    private OtlpJson() {}

    /** The request's bytes in UTF-8. */
    public static byte[] request(List<RecordedSpan> spans) {
        Map<Origin, ArrayNode> groups = new LinkedHashMap<>();
        ObjectNode request = JSON.createObjectNode();
        ArrayNode resources = request.putArray("resourceSpans");
        for (RecordedSpan span : spans) {
            groups.computeIfAbsent(new Origin(span.service(), span.scope()), origin -> group(resources, origin))
                    .add(span(span));
        }
        try {
            return JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ArrayNode group(ArrayNode resources, Origin origin) {
        ObjectNode resource = resources.addObject();
        attribute(resource.putObject("resource").putArray("attributes"), "service.name", origin.service());
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", origin.scope());
        return scope.putArray("spans");
    }

    private static ObjectNode span(RecordedSpan span) {
        ObjectNode node = JSON.createObjectNode()
                .put("traceId", span.traceId())
                .put("spanId", span.spanId())
                .put("name", span.name())
                .put("kind", span.kind())
                .put("startTimeUnixNano", Long.toString(span.startNanos()))
                .put("endTimeUnixNano", Long.toString(span.endNanos()));
        span.parentId().ifPresent(parent -> node.put("parentSpanId", parent));
        span.error()
                .ifPresent(message ->
                        node.putObject("status").put("code", STATUS_ERROR).put("message", message));
        ArrayNode attributes = node.putArray("attributes");
        span.attributes().forEach((key, value) -> attribute(attributes, key, value));
        return node;
    }

    private static void attribute(ArrayNode attributes, String key, Object value) {
        value(attributes.addObject().put("key", key).putObject("value"), value);
    }

    private static void value(ObjectNode node, Object value) {
        switch (value) {
            case Boolean flag -> node.put("boolValue", flag);
            case Long number -> node.put("intValue", Long.toString(number));
            case Integer number -> node.put("intValue", Integer.toString(number));
            case Double number -> node.put("doubleValue", number);
            case List<?> items -> {
                ArrayNode values = node.putObject("arrayValue").putArray("values");
                items.forEach(item -> value(values.addObject(), item));
            }
            default -> node.put("stringValue", value.toString());
        }
    }
}
