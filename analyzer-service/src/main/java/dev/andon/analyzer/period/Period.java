package dev.andon.analyzer.period;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Traces that start in [from, to). Written FROM/TO in ISO 8601 with a zone, as 2026-03-01T12:00:00Z/2026-03-01T12:05:00.5Z.
 */
public record Period(Instant from, Instant to) {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** Reads the written form; an {@link IllegalArgumentException} says what is wrong. */
    public static Period parse(String text) {
        String[] ends = text.split("/", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("write FROM/TO, as 2026-03-01T12:00:00Z/2026-03-01T12:05:00Z");
        }
        try {
            Period period = new Period(instant(ends[0]), instant(ends[1]));
            if (!period.from.isBefore(period.to)) {
                throw new IllegalArgumentException("FROM must be before TO");
            }
            if (period.from.isBefore(FIRST) || period.to.isAfter(LAST)) {
                throw new IllegalArgumentException("both times must be from the year 1970 to the year 9998");
            }
            return period;
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("write each time with its zone, as 2026-03-01T12:00:00Z", unreadable);
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The first whole hour at or after the start. */
    Instant firstHour() {
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(from) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    /** The end of the last whole hour; not after {@link #firstHour} where no whole hour is in the period. */
    Instant lastHour() {
        return to.truncatedTo(ChronoUnit.HOURS);
    }

    /** All hours that the period touches. */
    Period widened() {
        Instant end = lastHour().equals(to) ? to : lastHour().plus(1, ChronoUnit.HOURS);
        return new Period(from.truncatedTo(ChronoUnit.HOURS), end);
    }
}
