package dev.andon.common.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;
import java.util.Set;

/**
 * Bounds of numbers, durations and sizes that operators set: with one outside of them nothing starts, and the message names the key
 * and the remedy. Both ends are allowed.
 */
public final class Bounds {
    /** What Quarkus takes as never, for the pace of a scheduled method. */
    private static final Set<String> NEVER = Set.of("off", "disabled");

    private static final Duration FASTEST = Duration.ofMillis(10);
    private static final Duration SLOWEST = Duration.ofDays(1);

    private Bounds() {}

    public static void check(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw outside(key, value, "number", least, most);
        }
    }

    public static void check(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw outside(key, text(value), "duration", text(least), text(most));
        }
    }

    public static void check(String key, MemorySize value, long least, long most) {
        if (value.asLongValue() < least || value.asLongValue() > most) {
            throw outside(key, value.asLongValue(), "size in bytes (also 64M, 1G)", least, most);
        }
    }

    /** How often a scheduled method runs: ten milliseconds to a day, or off. */
    public static void checkPace(String key, String value) {
        if (!NEVER.contains(value)) {
            check(key, duration(key, value), FASTEST, SLOWEST);
        }
    }

    private static Duration duration(String key, String value) {
        try {
            Duration duration = DurationConverter.parseDuration(value);
            if (duration != null) {
                return duration;
            }
        } catch (IllegalArgumentException unreadable) {
            // Said below.
        }
        throw outside(key, value, "duration", text(FASTEST), text(SLOWEST));
    }

    private static ConfigurationException outside(String key, Object value, String kind, Object least, Object most) {
        return new ConfigurationException(
                key + "=" + value + " cannot work. Set it to a " + kind + " from " + least + " to " + most + ".");
    }

    /** As operators write it: 10ms, 30s, 12h. */
    private static String text(Duration value) {
        long millis = value.toSeconds() < Integer.MAX_VALUE ? value.toMillis() : -1;
        if (millis < 0) {
            return value.toString();
        } else if (millis % 1000 != 0) {
            return millis + "ms";
        } else if (millis % 3_600_000 == 0 && millis > 0) {
            return value.toHours() + "h";
        }
        return value.toSeconds() + "s";
    }
}
