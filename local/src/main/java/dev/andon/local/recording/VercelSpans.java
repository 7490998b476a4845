package dev.andon.local.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spans of the Vercel AI SDK as OpenInference's fixtures keep them: {@code [seconds, nanoseconds]} times, {@code ai.*} attributes. */
final class VercelSpans {
    private static final int STATUS_ERROR = 2;

    private VercelSpans() {}

    static List<RecordedSpan> read(JsonNode document) {
        List<RecordedSpan> spans = new ArrayList<>();
        document.forEach(span -> spans.add(span(span)));
        return spans;
    }

    private static RecordedSpan span(JsonNode span) {
        Map<String, Object> attributes = Values.attributes(span.path("attributes"));
        String operation = String.valueOf(attributes.get("ai.operationId"));
        if (operation.endsWith(".doGenerate") || operation.endsWith(".doStream")) {
            Values.put(attributes, "gen_ai.operation.name", "chat");
        } else if (operation.endsWith(".doEmbed")) {
            Values.put(attributes, "gen_ai.operation.name", "embeddings");
            Values.put(attributes, "gen_ai.request.model", attributes.get("ai.model.id"));
        } else if (operation.equals("ai.toolCall")) {
            Values.put(attributes, "gen_ai.operation.name", "execute_tool");
            Values.put(attributes, "gen_ai.tool.name", attributes.get("ai.toolCall.name"));
        }
        return new RecordedSpan(
                "vercel-ai-sdk",
                "ai",
                Ids.trace(span.path("spanContext").path("traceId").asText()),
                Ids.span(span.path("spanContext").path("spanId").asText()),
                Ids.parent(Values.text(span.path("parentSpanContext"), "spanId")),
                span.path("name").asText(),
                RecordedSpan.INTERNAL,
                nanos(span.path("startTime")),
                nanos(span.path("endTime")),
                span.path("status").path("code").asInt() == STATUS_ERROR
                        ? Optional.of(span.path("status").path("message").asText("error"))
                        : Optional.empty(),
                attributes);
    }

    private static long nanos(JsonNode pair) {
        return Math.addExact(
                Math.multiplyExact(pair.path(0).asLong(), 1_000_000_000L),
                pair.path(1).asLong());
    }
}
