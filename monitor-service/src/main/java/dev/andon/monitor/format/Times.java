package dev.andon.monitor.format;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Points in time as people read them, in UTC: today by the clock, this week by the day, else by the date. */
public final class Times {
    private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");
    private static final DateTimeFormatter THIS_WEEK = formatter("EEE d MMM, HH:mm");
    private static final DateTimeFormatter THIS_YEAR = formatter("d MMM, HH:mm");
    private static final DateTimeFormatter DATE = formatter("d MMM yyyy");
    private static final DateTimeFormatter FULL = formatter("EEE d MMM yyyy, HH:mm:ss 'UTC'");
    private static final DateTimeFormatter WITH_MILLIS = formatter("HH:mm:ss.SSS");
    private static final DateTimeFormatter MONTH_DAY = formatter("d MMM");
    private static final DateTimeFormatter MINUTES = formatter("HH:mm");
    private static final DateTimeFormatter DAY = formatter("EEE d");

    private Times() {}

    /** 09:41:12, Fri 13 Nov, 09:10 or 4 Aug 2026, whatever is enough seen from {@code now}. */
    public static String at(Instant time, Instant now) {
        if (time == null) {
            return Numbers.MISSING;
        }
        ZonedDateTime when = time.atZone(ZoneOffset.UTC);
        LocalDate day = when.toLocalDate();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        if (day.equals(today)) {
            return CLOCK.format(when);
        }
        boolean recent = Math.abs(Duration.between(time, now).toDays()) < 7
                || !day.isBefore(today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))) && !day.isAfter(today);
        if (recent) {
            return THIS_WEEK.format(when);
        }
        return (day.getYear() == today.getYear() && Duration.between(time, now).toDays() < 60 ? THIS_YEAR : DATE)
                .format(when);
    }

    /** The whole truth, for titles. */
    public static String full(Instant time) {
        return time == null ? "" : FULL.format(time.atZone(ZoneOffset.UTC));
    }

    /** By the clock to the millisecond. */
    public static String precise(Instant time) {
        return time == null ? Numbers.MISSING : WITH_MILLIS.format(time.atZone(ZoneOffset.UTC));
    }

    /** Thu 12. */
    public static String day(Instant time) {
        return DAY.format(time.atZone(ZoneOffset.UTC));
    }

    /** 12 – 19 Nov where both ends are midnights, else 12 Nov, 09:00 – 10:30 or 12 Nov, 09:00 – 13 Nov, 10:30. */
    public static String between(Instant from, Instant to) {
        ZonedDateTime start = from.atZone(ZoneOffset.UTC);
        ZonedDateTime end = to.atZone(ZoneOffset.UTC);
        if (start.toLocalTime().equals(LocalTime.MIDNIGHT) && end.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            LocalDate last = end.toLocalDate().minusDays(1);
            String until = MONTH_DAY.format(last);
            if (start.toLocalDate().equals(last)) {
                return until;
            }
            return (YearMonth.from(start).equals(YearMonth.from(last))
                            ? Integer.toString(start.getDayOfMonth())
                            : MONTH_DAY.format(start))
                    + " – " + until;
        }
        boolean oneDay = start.toLocalDate().equals(end.toLocalDate());
        return THIS_YEAR.format(start) + " – " + (oneDay ? MINUTES : THIS_YEAR).format(end);
    }

    /** 4 d 3 h ago, 12 s ago; "in 3 s" where it lies ahead. */
    public static String ago(Instant time, Instant now) {
        if (time == null) {
            return Numbers.MISSING;
        }
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return "in " + length(age.negated());
        }
        return age.compareTo(Duration.ofSeconds(1)) < 0 ? "just now" : length(age) + " ago";
    }

    private static String length(Duration age) {
        return age.compareTo(Duration.ofMinutes(1)) < 0
                ? age.toSeconds() + "\u00a0s"
                : Numbers.duration((double) age.toMillis());
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
