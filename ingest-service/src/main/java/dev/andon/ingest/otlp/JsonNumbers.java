package dev.andon.ingest.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.math.BigDecimal;

/** 64-bit numbers as JSON writes them: digits, in quotes or not, or with an exponent. */
final class JsonNumbers {
    private JsonNumbers() {}

    /** Throws {@link NumberFormatException} for what is not a whole number of 64 bits. */
    static long signed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException exponent) {
            return exact(text);
        }
    }

    /** As {@link #signed}, from 0 to 2^64 - 1. */
    static long unsigned(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException exponent) {
            return exact(text);
        }
    }

    /** A whole number beyond 64 bits is kept as text. */
    static void whole(String text, AnyValue.Builder value) {
        try {
            value.setIntValue(Long.parseLong(text));
        } catch (NumberFormatException beyond) {
            value.setStringValue(text);
        }
    }

    private static long exact(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.scale() < -20) {
            throw new NumberFormatException(text);
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException notWhole) {
            throw new NumberFormatException(text);
        }
    }
}
