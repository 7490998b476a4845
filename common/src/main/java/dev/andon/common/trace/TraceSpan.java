package dev.andon.common.trace;

/**
 * One span as the trace algorithms see it. Times are whole microseconds, as the store keeps them. Texts that are absent are null,
 * as in the table; {@code parentId} of a root too.
 *
 * @param startUs microseconds since the epoch
 * @param durationUs never negative
 * @param kind INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER or UNSPECIFIED
 * @param type workflow, phase, gate, subagent, llm, tool or span
 * @param error whether its status is ERROR
 * @param dimensions what it is measured as
 */
public record TraceSpan(
        String traceId,
        String spanId,
        String parentId,
        long startUs,
        long durationUs,
        String service,
        String name,
        String kind,
        String type,
        boolean error,
        SpanDimensions dimensions) {

    public long endUs() {
        return startUs + durationUs;
    }

    boolean isCalled() {
        return "SERVER".equals(kind) || "CONSUMER".equals(kind);
    }

    boolean isCalling() {
        return "CLIENT".equals(kind) || "PRODUCER".equals(kind);
    }
}
