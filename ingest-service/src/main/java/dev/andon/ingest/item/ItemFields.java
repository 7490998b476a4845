package dev.andon.ingest.item;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;

/** Typed access to the fields of one item of native JSON; every error names the field and what would be right. */
public final class ItemFields {
    private final JsonNode item;

    public ItemFields(JsonNode item) throws InvalidItemException {
        if (!item.isObject()) {
            throw new InvalidItemException("", "An item must be a JSON object.");
        }
        this.item = item;
    }

    /** The first of these fields that is there and not null; null where none is. */
    public JsonNode node(String... names) {
        for (String name : names) {
            JsonNode value = item.get(name);
            if (value != null && !value.isNull()) {
                return value;
            }
        }
        return null;
    }

    /** Text, or a number or truth value as text; null where not given or blank. */
    public String text(String... names) throws InvalidItemException {
        JsonNode value = node(names);
        if (value == null) {
            return null;
        }
        if (value.isContainerNode()) {
            throw new InvalidItemException(names[0], names[0] + " must be text.");
        }
        String text = value.asText();
        return text.isBlank() ? null : text;
    }

    /** A whole number that is zero or more; null where not given. */
    public Long count(String name) throws InvalidItemException {
        JsonNode value = node(name);
        if (value == null) {
            return null;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new InvalidItemException(name, name + " must be a whole number that is zero or more.");
        }
        return value.asLong();
    }

    /** Nanoseconds from a number of milliseconds; null where not given. */
    public Long durationNanos(String name) throws InvalidItemException {
        JsonNode value = node(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 9e12) {
            throw new InvalidItemException(name, name + " must be a number of milliseconds that is zero or more.");
        }
        return value.decimalValue().movePointRight(6).longValue();
    }

    /** Nanoseconds since 1970 from ISO 8601 text (UTC where it names no zone) or a number of seconds or milliseconds. */
    public Long nanos(String... names) throws InvalidItemException {
        JsonNode value = node(names);
        if (value == null) {
            return null;
        }
        try {
            long nanos = value.isNumber()
                    ? epoch(value.decimalValue())
                    : nanos(instant(value.asText().strip()));
            if (nanos > 0) {
                return nanos;
            }
        } catch (DateTimeException | ArithmeticException unreadable) {
            // Said below.
        }
        throw new InvalidItemException(
                names[0], names[0] + " must be a time such as 2026-03-01T12:00:00.250Z, or milliseconds since 1970.");
    }

    /** Seconds below 10^11 (until the year 5138), then milliseconds, from 10^14 microseconds, from 10^17 nanoseconds. */
    private static long epoch(BigDecimal number) {
        double size = number.doubleValue();
        if (!(size > 0 && size < 1e19)) {
            // 1e600000000 has ten bytes as text and 250 million as a whole number.
            throw new ArithmeticException("not a time");
        }
        int zeros = size < 1e11 ? 9 : size < 1e14 ? 6 : size < 1e17 ? 3 : 0;
        return number.movePointRight(zeros).toBigInteger().longValueExact();
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private static Instant instant(String text) {
        String iso = text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException noZone) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
    }

    /** An id of so many bytes in hex; dashes, as in a UUID, and a leading 0x do not matter. Null where not given. */
    public byte[] id(int length, String name) throws InvalidItemException {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String hex = text.replace("-", "").toLowerCase(Locale.ROOT);
        hex = hex.startsWith("0x") ? hex.substring(2) : hex;
        try {
            byte[] id = HexFormat.of().parseHex(hex);
            if (id.length == length) {
                return id;
            }
        } catch (IllegalArgumentException notHex) {
            // Said below.
        }
        throw new InvalidItemException(name, name + " must be " + 2 * length + " hex digits.");
    }
}
