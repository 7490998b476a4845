package dev.andon.local.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Monocle's dialect: the OpenTelemetry Python SDK's JSON with {@code span.type} and numbered entities. Adds what OpenTelemetry's GenAI
 * conventions call the same thing. Only the innermost of nested inference spans is a model call, else tokens would count twice.
 */
final class MonocleTraces {
    private MonocleTraces() {}

    static boolean fits(JsonNode document) {
        return spans(document).path(0).path("context").has("trace_id");
    }

    static List<RecordedSpan> read(JsonNode document) {
        List<RecordedSpan> spans = new ArrayList<>();
        spans(document).forEach(span -> spans.add(span(span)));
        return spans;
    }

    private static JsonNode spans(JsonNode document) {
        return document.isArray() ? document : document.path("spans");
    }

    private static RecordedSpan span(JsonNode span) {
        Map<String, Object> attributes = Values.attributes(span.path("attributes"));
        meaning(span, attributes);
        JsonNode status = span.path("status");
        boolean failed = status.path("status_code").asText().endsWith("ERROR");
        return new RecordedSpan(
                span.path("resource").path("attributes").path("service.name").asText("monocle"),
                "monocle_apptrace",
                Ids.trace(span.path("context").path("trace_id").asText()),
                Ids.span(span.path("context").path("span_id").asText()),
                Ids.parent(Values.text(span, "parent_id")),
                span.path("name").asText(),
                kind(span.path("kind").asText()),
                Values.nanos(span.path("start_time").asText()),
                Values.nanos(span.path("end_time").asText()),
                failed ? Optional.of(status.path("description").asText("error")) : Optional.empty(),
                attributes);
    }

    private static void meaning(JsonNode span, Map<String, Object> attributes) {
        switch (String.valueOf(attributes.get("span.type"))) {
            case "workflow" -> {
                Values.put(attributes, "gen_ai.operation.name", "invoke_workflow");
                Values.put(attributes, "gen_ai.workflow.name", attributes.get("entity.1.name"));
            }
            case "agentic.invocation" -> {
                Values.put(attributes, "gen_ai.operation.name", "invoke_agent");
                Values.put(attributes, "gen_ai.agent.name", attributes.get("entity.1.name"));
            }
            case "agentic.tool.invocation", "agentic.mcp.invocation" -> {
                Values.put(attributes, "gen_ai.operation.name", "execute_tool");
                Values.put(attributes, "gen_ai.tool.name", attributes.get("entity.1.name"));
            }
            case "inference", "inference.framework" -> model(span, attributes);
            default -> {
                // Turns, requests, delegations and generic spans hold others together; they stay plain spans.
            }
        }
    }

    private static void model(JsonNode span, Map<String, Object> attributes) {
        Values.put(attributes, "gen_ai.operation.name", "chat");
        Values.put(attributes, "gen_ai.request.model", attributes.get("entity.2.name"));
        Values.put(attributes, "gen_ai.provider.name", attributes.get("entity.1.provider_name"));
        for (JsonNode event : span.path("events")) {
            JsonNode usage = event.path("attributes");
            Values.putCount(attributes, "gen_ai.usage.input_tokens", usage.path("prompt_tokens"));
            Values.putCount(attributes, "gen_ai.usage.output_tokens", usage.path("completion_tokens"));
        }
    }

    private static int kind(String text) {
        return switch (text) {
            case "SpanKind.SERVER" -> RecordedSpan.SERVER;
            case "SpanKind.CLIENT" -> RecordedSpan.CLIENT;
            default -> RecordedSpan.INTERNAL;
        };
    }
}
