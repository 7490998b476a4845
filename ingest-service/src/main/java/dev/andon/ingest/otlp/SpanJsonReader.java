package dev.andon.ingest.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import dev.andon.ingest.translation.Parts;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Reads one span of OTLP/JSON to its closing brace whatever is in it, and says what is wrong with it. */
final class SpanJsonReader {
    private final JsonParser in;
    private final boolean base64Ids;
    private final Parts parts;
    private final AttributeReader attributes;
    private final Span.Builder span = Span.newBuilder();
    private String objection;

    SpanJsonReader(JsonParser in, boolean base64Ids, Parts parts) {
        this.in = in;
        this.base64Ids = base64Ids;
        this.parts = parts;
        this.attributes = new AttributeReader(in, parts);
    }

    Span span() {
        return span.build();
    }

    /** Null where the span can be used. */
    String objection() {
        if (parts.exceeded()) {
            return Parts.OBJECTION;
        }
        return attributes.tooDeep() ? "attributes are nested too deep" : objection;
    }

    void read() throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "attributes" -> attributes.read(span::addAttributes);
                case "events" -> objects(() -> span.addEvents(event()));
                case "links" -> objects(() -> span.addLinks(link()));
                case "status" -> status(token);
                default -> {
                    if (token.isScalarValue()) {
                        scalar(field);
                    } else {
                        in.skipChildren();
                    }
                }
            }
        }
    }

    private void scalar(String field) throws IOException {
        String text = in.getText();
        switch (field) {
            case "traceId" -> span.setTraceId(id(field, text));
            case "spanId" -> span.setSpanId(id(field, text));
            case "parentSpanId" -> span.setParentSpanId(id(field, text));
            case "traceState" -> span.setTraceState(text);
            case "name" -> span.setName(text);
            case "kind" -> span.setKindValue(kind(text));
            case "startTimeUnixNano" -> span.setStartTimeUnixNano(number(field, text));
            case "endTimeUnixNano" -> span.setEndTimeUnixNano(number(field, text));
            case "flags" -> span.setFlags((int) number(field, text));
            default -> {}
        }
    }

    // Built before it is added: a list of builders takes three times the memory.
    private Span.Event event() throws IOException {
        Span.Event.Builder event = Span.Event.newBuilder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("attributes")) {
                attributes.read(event::addAttributes);
            } else if (field.equals("name") && token == JsonToken.VALUE_STRING) {
                event.setName(in.getText());
            } else if (field.equals("timeUnixNano") && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                event.setTimeUnixNano(number(field, in.getText()));
            } else {
                in.skipChildren();
            }
        }
        return event.build();
    }

    private Span.Link link() throws IOException {
        Span.Link.Builder link = Span.Link.newBuilder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("attributes")) {
                attributes.read(link::addAttributes);
            } else if (field.equals("traceId") && token == JsonToken.VALUE_STRING) {
                link.setTraceId(id("links.traceId", in.getText()));
            } else if (field.equals("spanId") && token == JsonToken.VALUE_STRING) {
                link.setSpanId(id("links.spanId", in.getText()));
            } else {
                in.skipChildren();
            }
        }
        return link.build();
    }

    private void status(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        Status.Builder status = span.getStatusBuilder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken value = in.nextToken();
            if (field.equals("message") && value == JsonToken.VALUE_STRING) {
                status.setMessage(in.getText());
            } else if (field.equals("code") && value.isScalarValue()) {
                status.setCodeValue(code(in.getText()));
            } else {
                in.skipChildren();
            }
        }
    }

    private void objects(OtlpJsonReader.Part part) throws IOException {
        OtlpJsonReader.eachObject(in, parts::add, part);
    }

    private ByteString id(String field, String text) {
        try {
            return ByteString.copyFrom(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException notHex) {
            if (base64Ids) {
                return base64Id(field, text);
            }
            object(field + " must be hex");
            return ByteString.EMPTY;
        }
    }

    private ByteString base64Id(String field, String text) {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException neither) {
            object(field + " must be hex or Base64");
            return ByteString.EMPTY;
        }
    }

    private long number(String field, String text) {
        try {
            return JsonNumbers.unsigned(text);
        } catch (NumberFormatException notNumber) {
            object(field + " must be a whole number");
            return 0;
        }
    }

    /** Numbers, and the names that protobuf's own JSON would write. */
    private static int kind(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "1", "SPAN_KIND_INTERNAL" -> 1;
            case "2", "SPAN_KIND_SERVER" -> 2;
            case "3", "SPAN_KIND_CLIENT" -> 3;
            case "4", "SPAN_KIND_PRODUCER" -> 4;
            case "5", "SPAN_KIND_CONSUMER" -> 5;
            default -> 0;
        };
    }

    private static int code(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "1", "STATUS_CODE_OK" -> 1;
            case "2", "STATUS_CODE_ERROR" -> 2;
            default -> 0;
        };
    }

    private void object(String reason) {
        if (objection == null) {
            objection = reason;
        }
    }
}
