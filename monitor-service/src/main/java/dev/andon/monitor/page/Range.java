package dev.andon.monitor.page;

import dev.andon.common.problem.ProblemException;
import dev.andon.monitor.format.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * A stretch of time a page looks at: one of four lengths up to now, or from and to. A length not offered falls back to the default;
 * ends that make no stretch are a {@link ProblemException}, as other figures than those asked for would look like them.
 *
 * @param key 1h, 24h, 7d or 30d; empty where from and to were given
 */
public record Range(Instant from, Instant to, String key) {
    private static final Map<String, Duration> LENGTHS = Map.of(
            "1h",
            Duration.ofHours(1),
            "24h",
            Duration.ofHours(24),
            "7d",
            Duration.ofDays(7),
            "30d",
            Duration.ofDays(30));
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** What the segmented control offers, in order. */
    public static final List<String> KEYS = List.of("1h", "24h", "7d", "30d");

    /** Reads the query keys {@code range}, {@code from} and {@code to}; each may be null. Beyond 400 days it begins later. */
    public static Range parse(String range, String from, String to, String fallback, Instant now) {
        Instant start = instant("from", from);
        Instant end = instant("to", to);
        if (start != null) {
            return between(start, end == null ? now : end);
        }
        if (end != null) {
            throw ProblemException.invalid("from", "from is missing: give both ends, or range.");
        }
        String key = range != null && LENGTHS.containsKey(range) ? range : fallback;
        return new Range(now.minus(LENGTHS.get(key)), now, key);
    }

    private static Range between(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw ProblemException.invalid("from", "from must be before to, which is now where it is not given.");
        }
        boolean tooLong = Duration.between(start, end).compareTo(LONGEST) > 0;
        return new Range(tooLong ? end.minus(LONGEST) : start, end, "");
    }

    private static Instant instant(String name, String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            Instant instant = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text.endsWith("Z") ? text : text + (text.length() == 16 ? ":00Z" : "Z"));
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException unreadable) {
            // Said below.
        }
        throw ProblemException.invalid(
                name, name + " must be a UTC time such as 2026-03-01, 2026-03-01T12:00 or 2026-03-01T12:00:00Z.");
    }

    /** How long it is. */
    public Duration length() {
        return Duration.between(from, to);
    }

    /** The stretch of the same length that ends where this one begins. */
    public Range before() {
        return new Range(from.minus(length()), from, "");
    }

    /** As long, right before this one; from and to on whole minutes, so that addresses stay short. */
    public Range earlier() {
        Instant end = from.truncatedTo(ChronoUnit.MINUTES);
        return new Range(end.minus(length().truncatedTo(ChronoUnit.MINUTES)), end, "");
    }

    /** As long, right after this one, up to now; null where this one already ends now. */
    public Range later(Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (!to.isBefore(minute)) {
            return null;
        }
        Instant end = to.plus(length());
        return end.isBefore(minute) ? new Range(to, end, "") : new Range(now.minus(length()), now, keyOf(length()));
    }

    private static String keyOf(Duration length) {
        return KEYS.stream()
                .filter(key -> LENGTHS.get(key).equals(length))
                .findFirst()
                .orElse("");
    }

    /** In words: 7 d, or the two ends. */
    public String words() {
        return key.isEmpty() ? Times.between(from, to) : label(key);
    }

    /** The words of a key of {@link #KEYS}. */
    public static String label(String key) {
        return key.substring(0, key.length() - 1) + "\u00a0" + key.charAt(key.length() - 1);
    }

    /** The query of a link that keeps this range. */
    public Map<String, String> query() {
        return key.isEmpty() ? Map.of("from", from.toString(), "to", to.toString()) : Map.of("range", key);
    }
}
