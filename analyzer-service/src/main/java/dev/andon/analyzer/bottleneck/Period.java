package dev.andon.analyzer.bottleneck;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whole hours that an analysis looks at.
 *
 * @param from start of the first hour
 * @param to the moment of the analysis; not included
 */
public record Period(Instant from, Instant to) {
    private static final Duration RECENT = Duration.ofHours(24);

    /** The days before a moment; the hour in which they begin is taken whole. */
    public static Period ofDays(int days, Instant to) {
        return new Period(to.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS), to);
    }

    /** Its last 24 hours, which learned baselines judge. */
    public Period recent() {
        Instant start = to.minus(RECENT).truncatedTo(ChronoUnit.HOURS);
        return new Period(start.isBefore(from) ? from : start, to);
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
