package dev.andon.local.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Langfuse's export of a trace: observations with a type, ISO times and usage; the attributes of the instrumentation are in {@code metadata}. */
final class LangfuseTraces {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LangfuseTraces() {}

    static List<RecordedSpan> read(JsonNode document) {
        JsonNode trace = document.path("trace");
        String service =
                "langfuse-" + trace.path("name").asText("trace").strip().replaceAll("[^A-Za-z0-9]+", "-");
        List<RecordedSpan> spans = new ArrayList<>();
        for (JsonNode observation : document.path("observations")) {
            // An observation without an end was never closed; it has no duration to show.
            if (observation.path("endTime").isTextual()) {
                spans.add(span(service, trace, observation));
            }
        }
        return spans;
    }

    private static RecordedSpan span(String service, JsonNode trace, JsonNode observation) {
        Map<String, Object> attributes = Values.attributes(metadata(observation).path("attributes"));
        meaning(observation, attributes);
        Values.put(attributes, "session.id", Values.text(trace, "sessionId"));
        long start = Values.nanos(observation.path("startTime").asText());
        return new RecordedSpan(
                service,
                "langfuse",
                Ids.trace(observation.path("traceId").asText()),
                Ids.span(observation.path("id").asText()),
                Ids.parent(Values.text(observation, "parentObservationId")),
                observation.path("name").asText("unnamed"),
                RecordedSpan.INTERNAL,
                start,
                Math.max(start, Values.nanos(observation.path("endTime").asText())),
                observation.path("level").asText().equals("ERROR")
                        ? Optional.of(observation.path("statusMessage").asText("error"))
                        : Optional.empty(),
                attributes);
    }

    private static void meaning(JsonNode observation, Map<String, Object> attributes) {
        String name = observation.path("name").asText();
        switch (observation.path("type").asText()) {
            case "GENERATION" -> {
                Values.put(attributes, "gen_ai.operation.name", "chat");
                Values.put(attributes, "gen_ai.request.model", Values.text(observation, "model"));
                JsonNode usage = observation.path("usageDetails");
                Values.putCount(attributes, "gen_ai.usage.input_tokens", usage.path("input"));
                Values.putCount(attributes, "gen_ai.usage.output_tokens", usage.path("output"));
            }
            case "TOOL" -> {
                Values.put(attributes, "gen_ai.operation.name", "execute_tool");
                Values.put(attributes, "gen_ai.tool.name", name.replaceFirst("^(execute_tool|running tool:?) ", ""));
            }
            case "AGENT" -> {
                Values.put(attributes, "gen_ai.operation.name", "invoke_agent");
                Values.put(attributes, "gen_ai.agent.name", name.replaceFirst("^invoke_agent ", ""));
            }
            default -> {
                // Spans and chains: whatever their own attributes say.
            }
        }
    }

    private static JsonNode metadata(JsonNode observation) {
        JsonNode metadata = observation.path("metadata");
        if (!metadata.isTextual()) {
            return metadata;
        }
        try {
            return JSON.readTree(metadata.asText());
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
