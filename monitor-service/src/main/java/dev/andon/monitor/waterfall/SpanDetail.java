package dev.andon.monitor.waterfall;

import static dev.andon.monitor.store.Columns.instant;

import io.quarkus.qute.TemplateData;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that was sent about one span. Values come from strangers; they are shown as text, never as markup. */
@TemplateData
public record SpanDetail(
        Instant start,
        String spanId,
        String parentId,
        String kind,
        String status,
        String statusMessage,
        String service,
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

    static SpanDetail of(Row row) {
        return new SpanDetail(
                instant(row, "created_at"),
                row.getString("span_id"),
                row.getString("parent_span_id"),
                row.getString("span_kind"),
                row.getString("status"),
                row.getString("status_message"),
                row.getString("service_name"),
                row.getString("model"),
                row.getString("conversation_id"),
                row.getString("user_id"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                attributes(json(row.getString("attributes"))),
                events(json(row.getString("events"))),
                links(json(row.getString("links"))),
                attributes(json(row.getString("resource"))),
                scope(row.getString("scope_name"), row.getString("scope_version")));
    }

    private static String scope(String name, String version) {
        return name == null ? "" : version == null ? name : name + " " + version;
    }

    private static Object json(String text) {
        try {
            return text == null ? null : Json.decodeValue(text);
        } catch (DecodeException notJson) {
            return text;
        }
    }

    /** Names in order; what is no object gives nothing. */
    private static List<Attribute> attributes(Object value) {
        List<Attribute> attributes = new ArrayList<>();
        if (value instanceof JsonObject object) {
            object.fieldNames().stream()
                    .sorted()
                    .limit(MOST_ATTRIBUTES)
                    .forEach(name -> attributes.add(new Attribute(name, text(object.getValue(name)))));
        }
        return attributes;
    }

    private static List<Event> events(Object value) {
        List<Event> events = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (Object item : array) {
                if (item instanceof JsonObject event) {
                    Object time = event.getValue("time", event.getValue("timeUnixNano", ""));
                    events.add(new Event(
                            event.getValue("name", "").toString(),
                            time == null ? "" : time.toString(),
                            attributes(event.getValue("attributes"))));
                }
            }
        }
        return events;
    }

    private static List<Attribute> links(Object value) {
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
