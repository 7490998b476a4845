package dev.andon.monitor.waterfall;

import io.quarkus.qute.TemplateData;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Everything that was sent about one span. Values come from strangers; they are shown as text, never as markup. */
@TemplateData
public record SpanDetail(
        String statusMessage,
        String model,
        String conversationId,
        String userId,
        Long inputTokens,
        Long outputTokens,
        List<Attribute> attributes,
        List<Event> events,
        List<Attribute> links,
        List<Attribute> resource,
        String scope) {
    private static final int LONG_TEXT = 160;
    private static final int MOST_ATTRIBUTES = 300;

    /** A name and its value as text. */
    @TemplateData
    public record Attribute(String name, String value) {

        /** Too long for a line. */
        public boolean isLong() {
            return value.length() > LONG_TEXT || value.indexOf('\n') >= 0;
        }

        /** The first line of a long value. */
        public String start() {
            return value.substring(0, Math.min(value.length(), 60)).replace('\n', ' ') + "…";
        }
    }

    /** Something that happened in the span. */
    @TemplateData
    public record Event(String name, String time, List<Attribute> attributes) {}

    /** There is more than attributes. */
    public boolean hasFacts() {
        return inputTokens != null || model != null || !scope.isEmpty() || conversationId != null || userId != null;
    }

    private static Object json(String text) {
        try {
            return text == null ? null : Json.decodeValue(text);
        } catch (DecodeException notJson) {
            return text;
        }
    }

    /** Names of a JSON object in order; what is no object gives nothing. */
    static List<Attribute> attributes(String json) {
        return attributesOf(json(json));
    }

    private static List<Attribute> attributesOf(Object value) {
        List<Attribute> attributes = new ArrayList<>();
        if (value instanceof JsonObject object) {
            object.fieldNames().stream()
                    .sorted()
                    .limit(MOST_ATTRIBUTES)
                    .forEach(name -> attributes.add(new Attribute(name, text(object.getValue(name)))));
        }
        return attributes;
    }

    /** The events of a JSON array; what is none gives nothing. */
    static List<Event> events(String json) {
        Object value = json(json);
        List<Event> events = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (Object item : array) {
                if (item instanceof JsonObject event) {
                    Object time = event.getValue("time", event.getValue("timeUnixNano", ""));
                    events.add(new Event(
                            event.getValue("name", "").toString(),
                            time == null ? "" : time.toString(),
                            attributesOf(event.getValue("attributes"))));
                }
            }
        }
        return events;
    }

    /** Trace id and span id of each link of a JSON array. */
    static List<Attribute> links(String json) {
        Object value = json(json);
        List<Attribute> links = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (Object item : array) {
                if (item instanceof JsonObject link) {
                    Object trace = link.getValue("traceId", link.getValue("trace_id", ""));
                    Object span = link.getValue("spanId", link.getValue("span_id", ""));
                    links.add(new Attribute(String.valueOf(trace), String.valueOf(span)));
                }
            }
        }
        return links;
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> text;
            case JsonObject object -> object.encodePrettily();
            case JsonArray array -> array.encodePrettily();
            default -> value.toString();
        };
    }
}
