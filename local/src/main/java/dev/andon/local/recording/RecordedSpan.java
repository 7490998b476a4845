package dev.andon.local.recording;

import java.util.Map;
import java.util.Optional;

/**
 * One span as somebody recorded or generated it, before it becomes OTLP.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param kind as OTLP numbers it: 1 internal, 2 server, 3 client
 * @param startNanos since the epoch
 * @param endNanos since the epoch, not before the start
 * @param error the status message of a failed span
 * @param attributes values are text, whole or decimal numbers, booleans or lists of these
 */
public record RecordedSpan(
        String service,
        String scope,
        String traceId,
        String spanId,
        Optional<String> parentId,
        String name,
        int kind,
        long startNanos,
        long endNanos,
        Optional<String> error,
        Map<String, Object> attributes) {

    public static final int INTERNAL = 1;
    public static final int SERVER = 2;
    public static final int CLIENT = 3;

    RecordedSpan later(long nanos) {
        return new RecordedSpan(
                service,
                scope,
                traceId,
                spanId,
                parentId,
                name,
                kind,
                startNanos + nanos,
                endNanos + nanos,
                error,
                attributes);
    }
}
