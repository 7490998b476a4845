package dev.andon.ingest.row;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes OTLP attributes as JSON text that {@code jsonb} takes: numbers as numbers, bytes as Base64, NaN and infinities as text,
 * a key without a value as null.
 */
public final class JsonText {
    /** What JSON writes for the characters below the space. */
    private static final String[] CONTROLS = IntStream.range(0, 0x20)
            .mapToObj(unit -> unit == '\n' ? "\\n" : unit == '\t' ? "\\t" : String.format("\\u%04x", unit))
            .toArray(String[]::new);

    private JsonText() {}

    /** An object of these attributes; of a key given twice the last counts, as in {@code jsonb}. */
    public static void object(RowBuffer out, List<KeyValue> attributes) {
        out.putByte('{');
        int count = attributes.size();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.putByte(',');
            }
            KeyValue attribute = attributes.get(i);
            string(out, attribute.getKey());
            out.putByte(':');
            value(out, attribute.getValue());
        }
        out.putByte('}');
    }

    private static void value(RowBuffer out, AnyValue value) {
        switch (value.getValueCase()) {
            case STRING_VALUE -> string(out, value.getStringValue());
            case BOOL_VALUE -> out.putAscii(value.getBoolValue() ? "true" : "false");
            case INT_VALUE -> out.putAscii(Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> number(out, value.getDoubleValue());
            case BYTES_VALUE -> bytes(out, value.getBytesValue());
            case ARRAY_VALUE -> array(out, value.getArrayValue().getValuesList());
            case KVLIST_VALUE -> object(out, value.getKvlistValue().getValuesList());
            default -> out.putAscii("null");
        }
    }

    private static void array(RowBuffer out, List<AnyValue> values) {
        out.putByte('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.putByte(',');
            }
            value(out, values.get(i));
        }
        out.putByte(']');
    }

    private static void number(RowBuffer out, double number) {
        if (Double.isFinite(number)) {
            out.putAscii(Double.toString(number));
        } else {
            string(out, Double.toString(number));
        }
    }

    private static void bytes(RowBuffer out, ByteString bytes) {
        string(out, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /** A JSON string with what JSON must escape escaped. */
    public static void string(RowBuffer out, String text) {
        out.putByte('"');
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80 || unit == 0) {
                i += out.putWide(text, i, length);
            } else if (unit == '"' || unit == '\\') {
                out.putByte('\\');
                out.putByte(unit);
            } else if (unit >= 0x20) {
                out.putByte(unit);
            } else {
                out.putAscii(CONTROLS[unit]);
            }
        }
        out.putByte('"');
    }
}
