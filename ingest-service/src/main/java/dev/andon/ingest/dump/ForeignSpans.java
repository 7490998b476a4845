package dev.andon.ingest.dump;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as other tools write them to files, turned into native JSON: the console exporters of the Python and JavaScript SDKs (which
 * Monocle and the Vercel AI SDK use), flat spans with {@code span_events} (Strands), traces of Langfuse and of DeepEval. What is
 * none of these is handed on as it is.
 */
final class ForeignSpans {
    private ForeignSpans() {}

    /** The spans in a JSON value; pure. */
    static List<JsonNode> of(JsonNode value) {
        if (value.path("observations").isArray() && value.has("trace")) {
            return langfuse(value);
        }
        if (value.has("baseSpans") && value.has("uuid")) {
            return deepEval(value);
        }
        for (String list : new String[] {"json_loader_traces", "spans"}) {
            if (value.path(list).isArray()) {
                List<JsonNode> spans = new ArrayList<>();
                value.get(list).forEach(inner -> spans.addAll(of(withTrace(inner, value))));
                return spans;
            }
        }
        if (value.path("context").has("trace_id")) {
            return List.of(pythonSdk(value));
        }
        if (value.path("spanContext").has("traceId")) {
            return List.of(javaScriptSdk(value));
        }
        return List.of(value.has("span_events") || value.path("status").isObject() ? flat(value) : value);
    }

    /** A span inside of a trace that alone names its id. */
    private static JsonNode withTrace(JsonNode span, JsonNode trace) {
        if (!span.isObject() || span.has("trace_id") || !trace.path("trace_id").isTextual()) {
            return span;
        }
        return ((ObjectNode) span.deepCopy()).set("trace_id", trace.get("trace_id"));
    }

    private static ObjectNode pythonSdk(JsonNode span) {
        ObjectNode target = node();
        target.put("trace_id", ForeignIds.trace(span.path("context").path("trace_id")));
        target.put("span_id", ForeignIds.span(span.path("context").path("span_id")));
        parent(target, span.path("parent_id"));
        copy(span, "name", target, "span_name");
        copy(span, "start_time", target, "start_time");
        copy(span, "end_time", target, "end_time");
        target.put("kind", span.path("kind").asText("").replace("SpanKind.", ""));
        target.put("status", span.path("status").path("status_code").asText("UNSET"));
        copy(span.path("status"), "description", target, "status_message");
        service(target, span.path("resource").path("attributes"));
        ObjectNode attributes = target.putObject("attributes");
        setAll(attributes, span.path("attributes"));
        // Monocle keeps its token counts in the attributes of an event.
        for (JsonNode event : span.path("events")) {
            if (event.path("name").asText().equals("metadata")) {
                setAll(attributes, event.path("attributes"));
            }
        }
        return target;
    }

    private static ObjectNode javaScriptSdk(JsonNode span) {
        ObjectNode target = node();
        target.put("trace_id", ForeignIds.trace(span.path("spanContext").path("traceId")));
        target.put("span_id", ForeignIds.span(span.path("spanContext").path("spanId")));
        JsonNode parent = span.path("parentSpanContext").path("spanId");
        parent(target, parent.isMissingNode() ? span.path("parentSpanId") : parent);
        copy(span, "name", target, "span_name");
        target.put("start_time", nanos(span.path("startTime")));
        target.put("end_time", nanos(span.path("endTime")));
        target.put("status", statusOf(span.path("status").path("code").asInt()));
        copy(span.path("status"), "message", target, "status_message");
        service(target, span.path("resource").path("attributes"));
        setAll(target.putObject("attributes"), span.path("attributes"));
        return target;
    }

    private static ObjectNode flat(JsonNode span) {
        ObjectNode target = span.deepCopy();
        target.put("trace_id", ForeignIds.trace(span.path("trace_id")));
        target.put("span_id", ForeignIds.span(span.path("span_id")));
        target.remove(List.of("parent_span_id", "span_events", "scope"));
        parent(target, span.path("parent_span_id"));
        target.put("status", span.path("status").path("code").asText("UNSET"));
        copy(span.path("status"), "message", target, "status_message");
        if (!span.has("service_name")
                && !span.path("scope").path("name").asText("").isBlank()) {
            target.put("service_name", span.path("scope").path("name").asText());
        }
        return target;
    }

    private static List<JsonNode> langfuse(JsonNode value) {
        JsonNode trace = value.get("trace");
        String traceId = ForeignIds.trace(trace.path("id"));
        List<JsonNode> spans = new ArrayList<>();
        for (JsonNode observation : value.get("observations")) {
            ObjectNode target = node();
            target.put("trace_id", traceId);
            target.put("span_id", ForeignIds.span(observation.path("id")));
            parent(target, observation.path("parentObservationId"));
            target.put("span_name", name(observation));
            copy(observation, "startTime", target, "start_time");
            copy(observation, observation.path("endTime").isNull() ? "startTime" : "endTime", target, "end_time");
            copy(observation, "model", target, "model");
            copy(trace, "sessionId", target, "conversation_id");
            copy(trace, "userId", target, "user_id");
            tokens(observation.path("usageDetails"), target);
            target.put("status", observation.path("level").asText().equals("ERROR") ? "error" : "unset");
            target.put("service_name", trace.path("name").asText("langfuse"));
            target.putObject("attributes")
                    .put("langfuse.observation.type", observation.path("type").asText());
            spans.add(target);
        }
        return spans;
    }

    private static void tokens(JsonNode usage, ObjectNode target) {
        if (usage.path("input").isIntegralNumber()) {
            target.put("input_tokens", usage.get("input").asLong());
        }
        if (usage.path("output").isIntegralNumber()) {
            target.put("output_tokens", usage.get("output").asLong());
        }
    }

    private static List<JsonNode> deepEval(JsonNode trace) {
        List<JsonNode> spans = new ArrayList<>();
        String[] lists = {
            "baseSpans",
            "span",
            "agentSpans",
            "subagent",
            "llmSpans",
            "llm",
            "toolSpans",
            "tool",
            "retrieverSpans",
            "tool"
        };
        for (int i = 0; i < lists.length; i += 2) {
            for (JsonNode span : trace.path(lists[i])) {
                spans.add(deepEval(trace, span, lists[i + 1]));
            }
        }
        return spans;
    }

    private static ObjectNode deepEval(JsonNode trace, JsonNode span, String type) {
        ObjectNode target = node();
        target.put("trace_id", ForeignIds.trace(trace.path("uuid")));
        target.put("span_id", ForeignIds.span(span.path("uuid")));
        parent(target, span.path("parentUuid"));
        target.put("span_type", type);
        target.put("span_name", name(span));
        copy(span, "startTime", target, "start_time");
        copy(span, "endTime", target, "end_time");
        copy(span, "model", target, "model");
        copy(trace, "threadId", target, "conversation_id");
        copy(trace, "userId", target, "user_id");
        target.put("status", span.path("status").asText().equals("ERRORED") ? "error" : "ok");
        target.put("service_name", trace.path("name").asText("deepeval"));
        if (span.path("inputTokenCount").isNumber()) {
            target.put("input_tokens", span.get("inputTokenCount").asLong());
        }
        if (span.path("outputTokenCount").isNumber()) {
            target.put("output_tokens", span.get("outputTokenCount").asLong());
        }
        return target;
    }

    private static void parent(ObjectNode target, JsonNode id) {
        if (!id.isMissingNode() && !id.isNull() && !id.asText().isBlank()) {
            target.put("parent_span_id", ForeignIds.span(id));
        }
    }

    private static void service(ObjectNode target, JsonNode resource) {
        copy(resource, "service.name", target, "service_name");
    }

    private static void setAll(ObjectNode target, JsonNode attributes) {
        if (attributes.isObject()) {
            target.setAll((ObjectNode) attributes.deepCopy());
        }
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        JsonNode value = from.path(field);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(name, value);
        }
    }

    private static String name(JsonNode span) {
        String name = span.path("name").asText("");
        return name.isBlank() ? "(unnamed)" : name;
    }

    /** {@code [seconds, nanoseconds]}. */
    private static long nanos(JsonNode pair) {
        return pair.path(0).asLong() * 1_000_000_000L + pair.path(1).asLong();
    }

    private static String statusOf(int code) {
        return code == 1 ? "ok" : code == 2 ? "error" : "unset";
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
