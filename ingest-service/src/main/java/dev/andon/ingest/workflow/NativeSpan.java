package dev.andon.ingest.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.ByteString;
import dev.andon.ingest.item.InvalidItemException;
import dev.andon.ingest.item.ItemFields;
import dev.andon.ingest.normalise.SpanType;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * One span of native JSON as an OTLP span: typed fields become the attributes that the normaliser reads. Ids may be left out; they
 * are then made from the content (the trace's from the execution id), so that sending the same again stores nothing new.
 */
final class NativeSpan {
    private static final ObjectMapper CANONICAL =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    /** Field to attribute, for those that are only text. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "workflow_execution_id", "workflow.execution_id",
            "phase", "workflow.phase",
            "gate", "workflow.gate",
            "subagent", "workflow.subagent",
            "sd_type", "workflow.sd_type",
            "model", "gen_ai.request.model",
            "tool", "gen_ai.tool.name",
            "conversation_id", "gen_ai.conversation.id",
            "user_id", "user.id",
            "peer_service", "peer.service");

    private final JsonNode json;
    private final ItemFields fields;
    private final Span.Builder span = Span.newBuilder();

    private NativeSpan(JsonNode json) throws InvalidItemException {
        this.json = json;
        this.fields = new ItemFields(json);
    }

    static Span of(JsonNode json) throws InvalidItemException {
        return new NativeSpan(json).read();
    }

    /** The service that made the span. */
    static String service(JsonNode json) {
        for (String name : new String[] {"service_name", "service"}) {
            if (json.path(name).isTextual() && !json.path(name).asText().isBlank()) {
                return json.path(name).asText();
            }
        }
        return "";
    }

    private Span read() throws InvalidItemException {
        String name = fields.text("span_name", "name");
        if (name == null) {
            throw new InvalidItemException("span_name", "span_name is missing.");
        }
        span.setName(name);
        times();
        attributes();
        status();
        ids();
        return span.build();
    }

    private void times() throws InvalidItemException {
        Long start = fields.nanos("start_time", "created_at", "started_at");
        Long end = fields.nanos("end_time", "ended_at");
        Long duration = fields.durationNanos("duration_ms");
        if (start == null && end != null && duration != null) {
            start = end - duration;
        }
        if (start == null) {
            throw new InvalidItemException(
                    "start_time",
                    "start_time is missing (or give end_time and duration_ms). Without it a retry could not be told.");
        }
        if (start <= 0) {
            throw new InvalidItemException(
                    "start_time", "start_time must be after 1970: it is end_time less duration_ms.");
        }
        if (end == null) {
            if (duration == null) {
                throw new InvalidItemException("end_time", "end_time or duration_ms is missing.");
            }
            end = start + duration;
        }
        if (end < start) {
            throw new InvalidItemException("end_time", "end_time is before start_time.");
        }
        span.setStartTimeUnixNano(start).setEndTimeUnixNano(end);
    }

    private void attributes() throws InvalidItemException {
        String type = fields.text("span_type");
        if (type != null) {
            if (SpanType.of(type).isEmpty()) {
                throw new InvalidItemException(
                        "span_type", "span_type must be workflow, phase, gate, subagent, llm, tool or span.");
            }
            add("workflow.span_type", type.toLowerCase(Locale.ROOT));
        }
        for (String field : ATTRIBUTES.keySet().stream().sorted().toList()) {
            String value = fields.text(field);
            if (value != null) {
                add(ATTRIBUTES.get(field), value);
            }
        }
        tokens("input_tokens", "gen_ai.usage.input_tokens");
        tokens("output_tokens", "gen_ai.usage.output_tokens");
        JsonNode given = fields.node("attributes");
        if (given != null && !given.isObject()) {
            throw new InvalidItemException("attributes", "attributes must be a JSON object.");
        }
        if (given != null) {
            JsonValues.attributes(given, span::addAttributes);
        }
    }

    private void tokens(String field, String attribute) throws InvalidItemException {
        Long count = fields.count(field);
        if (count != null) {
            span.addAttributes(KeyValue.newBuilder()
                    .setKey(attribute)
                    .setValue(AnyValue.newBuilder().setIntValue(count)));
        }
    }

    private void add(String key, String value) {
        span.addAttributes(
                KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value)));
    }

    private void status() throws InvalidItemException {
        String status = fields.text("status");
        String message = fields.text("status_message", "error");
        Status.Builder target = span.getStatusBuilder();
        if (status != null) {
            target.setCode(
                    switch (status.strip().toLowerCase(Locale.ROOT)) {
                        case "ok", "success", "succeeded", "completed" -> Status.StatusCode.STATUS_CODE_OK;
                        case "error", "failed", "failure" -> Status.StatusCode.STATUS_CODE_ERROR;
                        case "unset" -> Status.StatusCode.STATUS_CODE_UNSET;
                        default -> throw new InvalidItemException("status", "status must be ok, error or unset.");
                    });
        } else if (message != null) {
            target.setCode(Status.StatusCode.STATUS_CODE_ERROR);
        }
        if (message != null) {
            target.setMessage(message);
        }
        String kind = fields.text("span_kind", "kind");
        span.setKindValue(kind == null ? 0 : kind(kind));
    }

    private static int kind(String kind) throws InvalidItemException {
        return switch (kind.strip().toUpperCase(Locale.ROOT)) {
            case "UNSPECIFIED" -> 0;
            case "INTERNAL" -> 1;
            case "SERVER" -> 2;
            case "CLIENT" -> 3;
            case "PRODUCER" -> 4;
            case "CONSUMER" -> 5;
            default ->
                throw new InvalidItemException(
                        "span_kind", "span_kind must be INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER.");
        };
    }

    private void ids() throws InvalidItemException {
        byte[] trace = fields.id(16, "trace_id");
        byte[] own = fields.id(8, "span_id");
        byte[] parent = fields.id(8, "parent_span_id");
        if (trace == null) {
            String execution = fields.text("workflow_execution_id");
            trace = execution == null ? digest("trace", canonical(), 16) : digest("execution", execution, 16);
        }
        if (own == null) {
            own = digest("span", canonical(), 8);
        }
        span.setTraceId(nonZero(trace, "trace_id")).setSpanId(nonZero(own, "span_id"));
        if (parent != null) {
            span.setParentSpanId(ByteString.copyFrom(parent));
        }
    }

    private static ByteString nonZero(byte[] id, String field) throws InvalidItemException {
        if (Arrays.equals(id, new byte[id.length])) {
            throw new InvalidItemException(field, field + " must not be all zero.");
        }
        return ByteString.copyFrom(id);
    }

    /** The content with its keys in order: the same for the same span however its fields are arranged. */
    private String canonical() {
        try {
            return CANONICAL.writeValueAsString(CANONICAL.convertValue(json, Map.class));
        } catch (JsonProcessingException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }

    private static byte[] digest(String purpose, String content, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(content.getBytes(StandardCharsets.UTF_8)), length);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
