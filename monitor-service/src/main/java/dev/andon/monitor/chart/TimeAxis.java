package dev.andon.monitor.chart;

import dev.andon.monitor.format.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stretch of time from left to right with up to eight words below it: days, or hours where it is short. */
public record TimeAxis(Instant from, Instant to) {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Duration[] STEPS = {
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofHours(3),
        Duration.ofHours(6),
        Duration.ofDays(1),
        Duration.ofDays(2),
        Duration.ofDays(5),
        Duration.ofDays(15)
    };

    /** A word at a point of an axis, in percent from its left end. */
    public record Mark(double left, String text) {}

    /** The x coordinate of a time, moved to the nearer end where it lies outside. */
    public double x(Instant time) {
        double share = (double) Duration.between(from, time).toMillis() / span().toMillis();
        return Plot.WIDTH * Math.max(0, Math.min(1, share));
    }

    /** Times on round clock readings with their words. */
    public List<Mark> marks() {
        Duration step = STEPS[STEPS.length - 1];
        for (Duration candidate : STEPS) {
            if (span().toMillis() / candidate.toMillis() <= 8) {
                step = candidate;
                break;
            }
        }
        long stepSeconds = step.toSeconds();
        long first = Math.ceilDiv(from.getEpochSecond(), stepSeconds) * stepSeconds;
        List<Mark> marks = new ArrayList<>();
        for (long second = first; second <= to.getEpochSecond(); second += stepSeconds) {
            Instant time = Instant.ofEpochSecond(second);
            boolean wholeDays = step.compareTo(Duration.ofDays(1)) >= 0;
            marks.add(new Mark(x(time) / Plot.WIDTH * 100, wholeDays ? Times.day(time) : HOUR.format(time)));
        }
        return marks;
    }

    private Duration span() {
        Duration span = Duration.between(from, to);
        return span.isPositive() ? span : Duration.ofMillis(1);
    }
}
