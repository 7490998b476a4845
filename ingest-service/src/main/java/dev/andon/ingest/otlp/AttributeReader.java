package dev.andon.ingest.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import dev.andon.ingest.translation.Parts;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.io.IOException;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Reads attributes from JSON: OTLP's list of {@code {"key","value":{"stringValue"}}}, and a plain object, which some clients
 * send instead. A value that cannot be read becomes an empty value, so the key stays; what is nested too deep is an objection.
 */
final class AttributeReader {
    /** Protobuf's own parsers stop at about as many levels of values. */
    private static final int MAX_DEPTH = 32;

    private final JsonParser in;
    private final Parts parts;
    private boolean tooDeep;

    /** What the parts do not admit is left out; it is for the caller to object. */
    AttributeReader(JsonParser in, Parts parts) {
        this.in = in;
        this.parts = parts;
    }

    /** Whether something was left out for being nested too deep. */
    boolean tooDeep() {
        return tooDeep;
    }

    /** Reads what the parser stands at. */
    void read(Consumer<KeyValue> target) throws IOException {
        keyValues(target, 0);
    }

    private void keyValues(Consumer<KeyValue> target, int depth) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            plainObject(target, depth);
        } else {
            OtlpJsonReader.eachObject(in, parts::add, () -> target.accept(keyValue(depth)));
        }
    }

    private KeyValue keyValue(int depth) throws IOException {
        KeyValue.Builder attribute = KeyValue.newBuilder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("key") && token == JsonToken.VALUE_STRING) {
                attribute.setKey(in.getText());
            } else if (field.equals("value") && token == JsonToken.START_OBJECT) {
                attribute.setValue(anyValue(depth + 1));
            } else {
                in.skipChildren();
            }
        }
        return attribute.build();
    }

    private AnyValue anyValue(int depth) throws IOException {
        AnyValue.Builder value = AnyValue.newBuilder();
        if (depth > MAX_DEPTH) {
            tooDeep = true;
            in.skipChildren();
            return value.build();
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT && field.equals("arrayValue")) {
                value.setArrayValue(arrayValue(depth));
            } else if (token == JsonToken.START_OBJECT && field.equals("kvlistValue")) {
                value.setKvlistValue(kvlistValue(depth));
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                scalar(field, value);
            } else {
                in.skipChildren();
            }
        }
        return value.build();
    }

    private void scalar(String field, AnyValue.Builder value) throws IOException {
        String text = in.getText();
        try {
            switch (field) {
                case "stringValue" -> value.setStringValue(text);
                case "boolValue" -> value.setBoolValue(Boolean.parseBoolean(text));
                case "intValue" -> value.setIntValue(JsonNumbers.signed(text));
                case "doubleValue" -> value.setDoubleValue(Double.parseDouble(text));
                case "bytesValue" ->
                    value.setBytesValue(ByteString.copyFrom(Base64.getDecoder().decode(text)));
                default -> {}
            }
        } catch (IllegalArgumentException unreadable) {
            value.setStringValue(text);
        }
    }

    private ArrayValue arrayValue(int depth) throws IOException {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean values = in.currentName().equals("values");
            in.nextToken();
            if (values) {
                OtlpJsonReader.eachObject(in, parts::add, () -> array.addValues(anyValue(depth + 1)));
            } else {
                in.skipChildren();
            }
        }
        return array.build();
    }

    private KeyValueList kvlistValue(int depth) throws IOException {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean values = in.currentName().equals("values");
            in.nextToken();
            if (values) {
                keyValues(list::addValues, depth);
            } else {
                in.skipChildren();
            }
        }
        return list.build();
    }

    private void plainObject(Consumer<KeyValue> target, int depth) throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            if (parts.add()) {
                target.accept(KeyValue.newBuilder()
                        .setKey(key)
                        .setValue(plain(depth + 1))
                        .build());
            } else {
                in.skipChildren();
            }
        }
    }

    /** Any JSON value as it is: text, number, object… */
    private AnyValue plain(int depth) throws IOException {
        AnyValue.Builder value = AnyValue.newBuilder();
        if (depth > MAX_DEPTH) {
            tooDeep = true;
            in.skipChildren();
            return value.build();
        }
        switch (in.currentToken()) {
            case VALUE_STRING -> value.setStringValue(in.getText());
            case VALUE_TRUE, VALUE_FALSE -> value.setBoolValue(in.getBooleanValue());
            case VALUE_NUMBER_INT -> JsonNumbers.whole(in.getText(), value);
            case VALUE_NUMBER_FLOAT -> value.setDoubleValue(in.getDoubleValue());
            case START_OBJECT -> plainObject(value.getKvlistValueBuilder()::addValues, depth);
            case START_ARRAY -> {
                ArrayValue.Builder array = value.getArrayValueBuilder();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    if (parts.add()) {
                        array.addValues(plain(depth + 1));
                    } else {
                        in.skipChildren();
                    }
                }
            }
            default -> {}
        }
        return value.build();
    }
}
