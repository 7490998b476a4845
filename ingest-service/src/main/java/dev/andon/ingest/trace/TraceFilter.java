package dev.andon.ingest.trace;

import dev.andon.common.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;

/**
 * Which traces a list shows. Null means any.
 *
 * @param before the newest start, inclusive where afterTraceId is smaller than the trace's id
 */
record TraceFilter(
        String service,
        String status,
        Double minDurationMs,
        String execution,
        Instant from,
        Instant before,
        String afterTraceId,
        int limit) {
    private static final Set<String> STATUSES = Set.of("OK", "ERROR", "UNSET");
    private static final Instant EVER = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final int MAX_LIMIT = 1000;

    /** From the parameters as they came; a cursor is what {@link #cursor} made. */
    static TraceFilter of(
            String service,
            String status,
            Double minDuration,
            String execution,
            String from,
            String to,
            String cursor,
            int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid("limit", "limit must be from 1 to " + MAX_LIMIT + ".");
        }
        if (minDuration != null && !(minDuration >= 0)) {
            throw ProblemException.invalid("minDuration", "minDuration must be milliseconds, zero or more.");
        }
        String wanted = status == null ? null : status.toUpperCase(Locale.ROOT);
        if (wanted != null && !STATUSES.contains(wanted)) {
            throw ProblemException.invalid("status", "status must be ok, error or unset.");
        }
        Instant until = time("to", to, NEVER);
        Instant since = time("from", from, EVER);
        if (since.isAfter(until)) {
            throw ProblemException.invalid("from", "from must not be after to.");
        }
        if (cursor == null) {
            // No trace id is larger than this one, so the bound itself is left out.
            return new TraceFilter(service, wanted, minDuration, execution, since, until, "g", limit);
        }
        int split = cursor.indexOf('_');
        if (split < 1) {
            throw ProblemException.invalid("cursor", "cursor must be the next_cursor of the page before.");
        }
        Instant at = time("cursor", cursor.substring(0, split), NEVER);
        return new TraceFilter(service, wanted, minDuration, execution, since, at, cursor.substring(split + 1), limit);
    }

    /** Where the page after this trace begins. */
    static String cursor(TraceSummary last) {
        return last.startedAt() + "_" + last.traceId();
    }

    private static Instant time(String name, String text, Instant otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            Instant time = OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
            return time.isBefore(EVER) ? EVER : time.isAfter(NEVER) ? NEVER : time;
        } catch (DateTimeException unreadable) {
            throw ProblemException.invalid(name, name + " must be a time such as 2026-03-01T12:00:00Z.");
        }
    }
}
