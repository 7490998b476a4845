package dev.andon.monitor.key;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** When a key ends, as people write it: {@code 90d}, {@code 12h}, {@code 30m}, a UTC date or a time with offset. */
final class Expiry {
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([dhm])");

    private Expiry() {}

    /** As the other, for the value of an option: wrong usage where it cannot be read. */
    static Instant parse(CommandSpec spec, String option, String text, Instant now) {
        try {
            return parse(text, now);
        } catch (IllegalArgumentException unreadable) {
            throw new ParameterException(spec.commandLine(), option + ": " + unreadable.getMessage());
        }
    }

    /** As {@link #parse}, and wrong usage too where it is over. */
    static Instant future(CommandSpec spec, String option, String text, Instant now) {
        Instant end = parse(spec, option, text, now);
        if (!end.isAfter(now)) {
            throw new ParameterException(spec.commandLine(), option + ": " + text + " is over.");
        }
        return end;
    }

    /** The instant meant, seen from now; an {@link IllegalArgumentException} that names the forms where it is none of them. */
    static Instant parse(String text, Instant now) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            return now.plus(length(Integer.parseInt(span.group(1)), span.group(2)));
        }
        try {
            Instant end = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
            if (!end.isBefore(Instant.EPOCH) && end.isBefore(NEVER)) {
                return end;
            }
        } catch (DateTimeException unreadable) {
            // Said below.
        }
        throw new IllegalArgumentException("Write 90d, 12h, 30m, 2027-01-31 or 2027-01-31T12:00:00Z.");
    }

    private static Duration length(int count, String unit) {
        return switch (unit) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
