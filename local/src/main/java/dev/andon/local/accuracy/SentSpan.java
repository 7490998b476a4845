package dev.andon.local.accuracy;

import java.util.Map;

/**
 * A span of a recording, about to be sent.
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 * @param parentId null of a root
 * @param kind as OTLP numbers it: 1 internal, 2 server, 3 client
 * @param startNanos since the epoch
 */
record SentSpan(
        String service,
        String traceId,
        String spanId,
        String parentId,
        String name,
        int kind,
        long startNanos,
        long durationNanos,
        Map<String, String> attributes) {
    static final int INTERNAL = 1;
    static final int SERVER = 2;
    static final int CLIENT = 3;

    /** A root or child of one's own process, with the attributes that say what it is. */
    static SentSpan of(
            String service,
            long trace,
            int span,
            int parent,
            String name,
            long startNanos,
            long durationNanos,
            Map<String, String> attributes) {
        return new SentSpan(
                service,
                traceId(trace),
                spanId(span),
                parent == 0 ? null : spanId(parent),
                name,
                INTERNAL,
                startNanos,
                durationNanos,
                attributes);
    }

    static String traceId(long number) {
        return "%032x".formatted(number);
    }

    static String spanId(int number) {
        return "%016x".formatted(number);
    }
}
