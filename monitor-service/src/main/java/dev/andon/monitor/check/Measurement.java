package dev.andon.monitor.check;

import java.time.Duration;

/**
 * What a check found.
 *
 * @param value null where nothing could be measured
 * @param unit of value and limits; {@code s} for ages; null where there is none
 * @param warnAt from here on it is a warning; null where there is no such limit
 * @param errorAt from here on it is stale; null where there is no such limit
 * @param expected the usual range in words; null where the limits say it
 * @param detail one sentence
 * @param remedy what to do about it, in a sentence; null where there is nothing to do
 */
public record Measurement(
        CheckStatus status,
        Double value,
        String unit,
        Double warnAt,
        Double errorAt,
        String expected,
        String detail,
        String remedy) {
    /** Of ages. */
    public static final String SECONDS = "s";

    /** A value against two limits, of which the greater is worse; a limit may be null. */
    public static Measurement of(
            double value, String unit, Double warnAt, Double errorAt, String detail, String remedy) {
        CheckStatus status = errorAt != null && value >= errorAt
                ? CheckStatus.STALE
                : warnAt != null && value >= warnAt ? CheckStatus.WARN : CheckStatus.FRESH;
        return new Measurement(
                status, value, unit, warnAt, errorAt, null, detail, status == CheckStatus.FRESH ? null : remedy);
    }

    /** An age against two limits; one that lies ahead of now counts as zero. */
    public static Measurement age(Duration age, Duration warnAt, Duration errorAt, String detail, String remedy) {
        return of(Math.max(0, seconds(age)), SECONDS, seconds(warnAt), seconds(errorAt), detail, remedy);
    }

    /** What should be there is not there at all. */
    public static Measurement missing(String detail, String remedy) {
        return new Measurement(CheckStatus.STALE, null, null, null, null, null, detail, remedy);
    }

    /** Good or bad, without a figure. */
    public static Measurement verdict(CheckStatus status, String detail, String remedy) {
        return new Measurement(status, null, null, null, null, null, detail, remedy);
    }

    static Measurement unknown(String detail) {
        return verdict(CheckStatus.UNKNOWN, detail, null);
    }

    /** With the usual range in words. */
    public Measurement expecting(String range) {
        return new Measurement(status, value, unit, warnAt, errorAt, range, detail, remedy);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
