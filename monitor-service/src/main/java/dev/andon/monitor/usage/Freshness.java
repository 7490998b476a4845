package dev.andon.monitor.usage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How old the figures are.
 *
 * @param detail one sentence that says why the state is what it is
 * @param newestBucket start of the newest hour in the rollups; null where there is none
 * @param newestRow start of the newest chat request; null where there is none
 * @param asOf every request acknowledged before is in the rollups; null where nothing was ever refreshed
 * @param checkedAt when this was looked at
 * @param bucketAgeSeconds since the newest hour began
 * @param rowAgeSeconds since the newest request began
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Freshness(
        State state,
        String detail,
        Instant newestBucket,
        Instant newestRow,
        Instant asOf,
        Instant checkedAt,
        Long bucketAgeSeconds,
        Long rowAgeSeconds) {
    /** What the rollups may be behind. */
    private static final Duration LAG = Duration.ofMinutes(10);

    /** In lower case, as the API says it. */
    public enum State {
        fresh,
        stale,
        empty
    }

    /**
     * Judges.
     *
     * @param quiet a newest request older than this is stale
     */
    static Freshness of(Instant newestBucket, Instant newestRow, Instant asOf, Instant now, Duration quiet) {
        Instant known = Instant.EPOCH.equals(asOf) ? null : asOf;
        State state = State.stale;
        String detail;
        if (newestBucket == null && newestRow == null) {
            state = State.empty;
            detail = "No chat request has come yet.";
        } else if (newestRow != null && (known == null || known.isBefore(now.minus(LAG)))) {
            detail = "The rollups are behind: no analyzer has refreshed them within 10 minutes.";
        } else if (newestRow == null || newestRow.isBefore(now.minus(quiet))) {
            detail = "No chat request has come within " + words(quiet) + ".";
        } else {
            state = State.fresh;
            detail = "Requests keep coming and the rollups hold them.";
        }
        return new Freshness(
                state, detail, newestBucket, newestRow, known, now, age(newestBucket, now), age(newestRow, now));
    }

    private static Long age(Instant time, Instant now) {
        return time == null
                ? null
                : Long.valueOf(Math.max(0, Duration.between(time, now).toSeconds()));
    }

    private static String words(Duration length) {
        return length.toMinutes() % 60 == 0
                ? String.format(Locale.ROOT, "%d h", length.toHours())
                : String.format(Locale.ROOT, "%d min", length.toMinutes());
    }
}
