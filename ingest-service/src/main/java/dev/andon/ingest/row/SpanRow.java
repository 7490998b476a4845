package dev.andon.ingest.row;

import com.google.protobuf.ByteString;
import dev.andon.ingest.normalise.Dimensions;
import dev.andon.ingest.normalise.Signs;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;

/**
 * Writes spans as rows of {@code workflow_trace_log} in binary COPY format, in the order of {@link #COLUMNS}. Typed columns that
 * indexes hold are cut to {@link #KEY_LIMIT} bytes, names to {@link #NAME_LIMIT}: a B-tree entry may not exceed 2,704 bytes, and
 * rollups index two services and a name together.
 * Attributes are kept whole. Reused for the spans of one request; not thread-safe.
 */
public final class SpanRow {
    /** As named in {@code COPY}. */
    public static final String COLUMNS =
            "created_at, duration_ms, resource_id, input_tokens, output_tokens, trace_id, span_id,"
                    + " parent_span_id, span_type, span_kind, status, span_name, service_name, workflow_execution_id, phase, gate,"
                    + " subagent, sd_type, model, tool, conversation_id, user_id, peer_service, status_message, trace_state,"
                    + " attributes, events, links";

    public static final int KEY_LIMIT = 256;
    static final int NAME_LIMIT = 512;
    static final int TEXT_LIMIT = 16_384;
    private static final int COLUMN_COUNT = 28;
    private static final long POSTGRES_EPOCH = 946_684_800_000_000L;

    private final RowBuffer out;
    private final Signs signs = new Signs();

    public SpanRow(RowBuffer out) {
        this.out = out;
    }

    /** Why this span cannot be stored; null where it can. */
    public static String objection(Span span) {
        if (span.getTraceId().size() != 16) {
            return "trace_id must be 16 bytes, not " + span.getTraceId().size();
        }
        if (span.getSpanId().size() != 8) {
            return "span_id must be 8 bytes, not " + span.getSpanId().size();
        }
        if (number(span.getTraceId(), 0) == 0 && number(span.getTraceId(), 8) == 0) {
            return "trace_id must not be all zero";
        }
        if (number(span.getSpanId(), 0) == 0) {
            return "span_id must not be all zero";
        }
        int parent = span.getParentSpanId().size();
        if (parent != 0 && parent != 8) {
            return "parent_span_id must be empty or 8 bytes, not " + parent;
        }
        if (span.getStartTimeUnixNano() == 0) {
            return "start_time_unix_nano is missing";
        }
        if (Long.compareUnsigned(span.getEndTimeUnixNano(), span.getStartTimeUnixNano()) < 0) {
            return "end_time_unix_nano is before start_time_unix_nano";
        }
        if (span.getEndTimeUnixNano() - span.getStartTimeUnixNano() < 0) {
            return "end_time_unix_nano is more than 292 years after start_time_unix_nano";
        }
        return null;
    }

    /** Appends a span without objection. */
    public EncodedSpan append(Span span, TraceResource resource) {
        int start = out.size();
        long micros = Long.divideUnsigned(span.getStartTimeUnixNano(), 1000);
        long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
        Dimensions dimensions = dimensions(span);
        out.putShort(COLUMN_COUNT);
        out.longField(micros - POSTGRES_EPOCH);
        out.doubleField(nanos / 1e6);
        out.longField(resource.id());
        out.longField(dimensions.inputTokens());
        out.longField(dimensions.outputTokens());
        out.hexField(span.getTraceId());
        out.hexField(span.getSpanId());
        parent(span.getParentSpanId());
        out.textField(dimensions.type().column(), KEY_LIMIT);
        out.textField(kind(span), KEY_LIMIT);
        out.textField(status(span), KEY_LIMIT);
        out.textField(span.getName().isEmpty() ? "(unnamed)" : span.getName(), NAME_LIMIT);
        out.textField(resource.serviceName(), KEY_LIMIT);
        keys(dimensions);
        out.textField(span.getStatus().getMessage(), TEXT_LIMIT);
        out.textField(span.getTraceState(), TEXT_LIMIT);
        json(span);
        ByteString trace = span.getTraceId();
        return new EncodedSpan(
                number(trace, 0),
                number(trace, 8),
                number(span.getSpanId(), 0),
                micros,
                out,
                start,
                out.size() - start);
    }

    private void keys(Dimensions dimensions) {
        out.textField(dimensions.workflowExecutionId(), KEY_LIMIT);
        out.textField(dimensions.phase(), KEY_LIMIT);
        out.textField(dimensions.gate(), KEY_LIMIT);
        out.textField(dimensions.subagent(), KEY_LIMIT);
        out.textField(dimensions.sdType(), KEY_LIMIT);
        out.textField(dimensions.model(), KEY_LIMIT);
        out.textField(dimensions.tool(), KEY_LIMIT);
        out.textField(dimensions.conversationId(), KEY_LIMIT);
        out.textField(dimensions.userId(), KEY_LIMIT);
        out.textField(dimensions.peerService(), KEY_LIMIT);
    }

    private Dimensions dimensions(Span span) {
        signs.clear();
        note(span.getAttributesList());
        // Monocle keeps token counts in an event.
        for (int i = 0; i < span.getEventsCount(); i++) {
            if (span.getEvents(i).getName().equals("metadata")) {
                note(span.getEvents(i).getAttributesList());
            }
        }
        boolean calls =
                span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT || span.getKind() == Span.SpanKind.SPAN_KIND_PRODUCER;
        return Dimensions.of(signs, span.getName(), !hasParent(span.getParentSpanId()), calls);
    }

    private void note(List<KeyValue> attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            KeyValue attribute = attributes.get(i);
            if (Signs.known(attribute.getKey())) {
                signs.put(attribute.getKey(), text(attribute.getValue()));
            }
        }
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> decimal(value.getDoubleValue());
            default -> "";
        };
    }

    /** Whole doubles as whole numbers: JavaScript clients send token counts so. */
    private static String decimal(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Some clients send zeros for none. */
    private static boolean hasParent(ByteString parent) {
        return !parent.isEmpty() && number(parent, 0) != 0;
    }

    private void parent(ByteString parent) {
        if (hasParent(parent)) {
            out.hexField(parent);
        } else {
            out.nullField();
        }
    }

    private void json(Span span) {
        if (span.getAttributesCount() == 0) {
            out.nullField();
        } else {
            int field = openJson();
            JsonText.object(out, span.getAttributesList());
            out.closeField(field);
        }
        if (span.getEventsCount() == 0) {
            out.nullField();
        } else {
            int field = openJson();
            SpanJson.events(out, span.getEventsList());
            out.closeField(field);
        }
        if (span.getLinksCount() == 0) {
            out.nullField();
        } else {
            int field = openJson();
            SpanJson.links(out, span.getLinksList());
            out.closeField(field);
        }
    }

    /** jsonb in binary form is a version byte and text. */
    private int openJson() {
        int field = out.openField();
        out.putByte(1);
        return field;
    }

    private static String kind(Span span) {
        return switch (span.getKind()) {
            case SPAN_KIND_INTERNAL -> "INTERNAL";
            case SPAN_KIND_SERVER -> "SERVER";
            case SPAN_KIND_CLIENT -> "CLIENT";
            case SPAN_KIND_PRODUCER -> "PRODUCER";
            case SPAN_KIND_CONSUMER -> "CONSUMER";
            default -> "UNSPECIFIED";
        };
    }

    private static String status(Span span) {
        Status.StatusCode code = span.getStatus().getCode();
        return code == Status.StatusCode.STATUS_CODE_ERROR
                ? "ERROR"
                : code == Status.StatusCode.STATUS_CODE_OK ? "OK" : "UNSET";
    }

    private static long number(ByteString bytes, int from) {
        long number = 0;
        for (int i = from; i < from + 8; i++) {
            number = number << 8 | bytes.byteAt(i) & 0xFF;
        }
        return number;
    }
}
