package dev.andon.local.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** DeepEval's export of a trace: one list a span type, UUIDs for ids, ISO times. The trace itself becomes the workflow span. */
final class DeepevalTraces {
    private static final List<String> LISTS =
            List.of("baseSpans", "agentSpans", "llmSpans", "retrieverSpans", "toolSpans");

    private DeepevalTraces() {}

    static List<RecordedSpan> read(JsonNode document) {
        String uuid = document.path("uuid").asText();
        String service = service(document);
        List<RecordedSpan> spans = new ArrayList<>();
        spans.add(root(document, uuid, service));
        for (String list : LISTS) {
            document.path(list).forEach(span -> spans.add(span(span, uuid, service)));
        }
        return spans;
    }

    private static RecordedSpan root(JsonNode document, String uuid, String service) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("gen_ai.operation.name", "invoke_workflow");
        Values.put(attributes, "gen_ai.workflow.name", Values.text(document, "name"));
        Values.put(attributes, "gen_ai.conversation.id", Values.text(document, "threadId"));
        Values.put(attributes, "user.id", Values.text(document, "userId"));
        return build(document, uuid, service, rootId(uuid), Optional.empty(), attributes);
    }

    private static RecordedSpan span(JsonNode span, String uuid, String service) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        String name = span.path("name").asText();
        switch (span.path("type").asText()) {
            case "agent" -> {
                attributes.put("gen_ai.operation.name", "invoke_agent");
                attributes.put("gen_ai.agent.name", name.replaceFirst("^invoke_agent ", ""));
            }
            case "tool" -> {
                attributes.put("gen_ai.operation.name", "execute_tool");
                attributes.put("gen_ai.tool.name", name.replaceFirst("^execute_tool ", ""));
            }
            case "llm" -> {
                attributes.put("gen_ai.operation.name", "chat");
                Values.put(attributes, "gen_ai.request.model", Values.text(span, "model"));
                Values.put(attributes, "gen_ai.provider.name", lower(Values.text(span, "provider")));
                Values.putCount(attributes, "gen_ai.usage.input_tokens", span.path("inputTokenCount"));
                Values.putCount(attributes, "gen_ai.usage.output_tokens", span.path("outputTokenCount"));
            }
            default -> {
                // Base and retriever spans have no dimension of ours.
            }
        }
        Optional<String> parent = Ids.parent(Values.text(span, "parentUuid")).or(() -> Optional.of(rootId(uuid)));
        return build(span, uuid, service, Ids.span(span.path("uuid").asText()), parent, attributes);
    }

    private static RecordedSpan build(
            JsonNode timed,
            String uuid,
            String service,
            String id,
            Optional<String> parent,
            Map<String, Object> attributes) {
        long start = Values.nanos(timed.path("startTime").asText());
        boolean failed = timed.path("status").asText().startsWith("ERR");
        return new RecordedSpan(
                service,
                "deepeval",
                Ids.trace(uuid),
                id,
                parent,
                timed.path("name").asText("trace"),
                RecordedSpan.INTERNAL,
                start,
                Math.max(start, Values.nanos(timed.path("endTime").asText())),
                failed ? Optional.of(timed.path("error").asText("error")) : Optional.empty(),
                attributes);
    }

    private static String rootId(String uuid) {
        return Ids.span("trace " + uuid);
    }

    private static String service(JsonNode document) {
        for (String list : LISTS) {
            String integration = Values.text(document.path(list).path(0), "integration");
            if (integration != null) {
                return lower(integration).replace(' ', '-') + "-app";
            }
        }
        return "deepeval-app";
    }

    private static String lower(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
