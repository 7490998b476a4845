package dev.andon.local.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads times and attribute values from recorded JSON. */
final class Values {
    private Values() {}

    /** Nanoseconds since the epoch of an ISO time; without a zone it is taken as UTC. */
    static long nanos(String iso) {
        Instant instant;
        try {
            instant = Instant.parse(iso.replace(' ', 'T'));
        } catch (DateTimeParseException noZone) {
            instant = LocalDateTime.parse(iso.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        }
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** The fields of an object as attributes; objects and mixed lists become their JSON text. */
    static Map<String, Object> attributes(JsonNode object) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                attributes.put(field.getKey(), value(field.getValue()));
            }
        });
        return attributes;
    }

    private static Object value(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.asLong();
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(item.isValueNode() ? value(item) : item.toString()));
            return items;
        }
        return node.toString();
    }

    static void put(Map<String, Object> attributes, String key, Object value) {
        if (value != null && !(value instanceof String text && text.isBlank())) {
            attributes.putIfAbsent(key, value);
        }
    }

    /** Sets a count where the recording has one; recorders write it as text or as a decimal number. */
    static void putCount(Map<String, Object> attributes, String key, JsonNode value) {
        if (value.isNumber() || value.isTextual() && value.asText().matches("\\d+(\\.\\d+)?")) {
            attributes.put(key, Math.round(value.asDouble()));
        }
    }
}
