package dev.andon.analyzer.span;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time as whole microseconds since the epoch, as the store keeps them. */
public final class MicroTime {
    private MicroTime() {}

    public static long micros(Timestamp timestamp) {
        return Math.floorDiv(timestamp.getTime(), 1000L) * 1_000_000 + timestamp.getNanos() / 1000;
    }

    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    public static Timestamp timestamp(long micros) {
        return Timestamp.from(instant(micros));
    }
}
