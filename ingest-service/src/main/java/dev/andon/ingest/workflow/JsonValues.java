package dev.andon.ingest.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.ingest.item.InvalidItemException;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.util.Map;
import java.util.function.Consumer;

/** JSON values as OTLP values. */
final class JsonValues {
    private static final int MAX_DEPTH = 32;

    private JsonValues() {}

    /** Each field of the object as an attribute. */
    static void attributes(JsonNode object, Consumer<KeyValue> target) throws InvalidItemException {
        attributes(object, target, 1);
    }

    private static void attributes(JsonNode object, Consumer<KeyValue> target, int depth) throws InvalidItemException {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            target.accept(KeyValue.newBuilder()
                    .setKey(field.getKey())
                    .setValue(value(field.getValue(), depth))
                    .build());
        }
    }

    private static AnyValue value(JsonNode node, int depth) throws InvalidItemException {
        if (depth > MAX_DEPTH) {
            throw new InvalidItemException("attributes", "attributes may be nested at most " + MAX_DEPTH + " deep.");
        }
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (node.getNodeType()) {
            case STRING -> value.setStringValue(node.textValue());
            case BOOLEAN -> value.setBoolValue(node.booleanValue());
            case NUMBER -> number(node, value);
            case ARRAY -> {
                ArrayValue.Builder array = value.getArrayValueBuilder();
                for (JsonNode element : node) {
                    array.addValues(value(element, depth + 1));
                }
            }
            case OBJECT -> {
                KeyValueList.Builder list = value.getKvlistValueBuilder();
                attributes(node, list::addValues, depth + 1);
            }
            default -> {}
        }
        return value.build();
    }

    private static void number(JsonNode node, AnyValue.Builder value) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            value.setIntValue(node.longValue());
        } else if (node.isIntegralNumber()) {
            value.setStringValue(node.asText());
        } else {
            value.setDoubleValue(node.doubleValue());
        }
    }
}
