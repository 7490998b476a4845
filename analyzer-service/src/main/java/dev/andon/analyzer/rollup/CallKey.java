package dev.andon.analyzer.rollup;

import java.util.Comparator;

/**
 * A row of call_rollups: {@code own} code of a service, or the {@code edge} between a caller and its callee.
 *
 * @param hour seconds since the epoch at which the hour of the trace's start begins
 * @param callee empty where the kind is own
 */
public record CallKey(long hour, String kind, String service, String callee, String operation)
        implements RollupKey<CallKey> {
    public static final String OWN = "own";
    public static final String EDGE = "edge";

    private static final Comparator<CallKey> ORDER = Comparator.comparingLong(CallKey::hour)
            .thenComparing(CallKey::kind)
            .thenComparing(CallKey::service)
            .thenComparing(CallKey::callee)
            .thenComparing(CallKey::operation);

    public static CallKey own(long hour, String service, String operation) {
        return new CallKey(hour, OWN, service, "", operation);
    }

    public static CallKey edge(long hour, String caller, String callee, String operation) {
        return new CallKey(hour, EDGE, caller, callee, operation);
    }

    /** The same call in whichever hour. */
    public CallKey anyHour() {
        return new CallKey(0, kind, service, callee, operation);
    }

    @Override
    public String group() {
        return kind;
    }

    @Override
    public CallKey other() {
        return new CallKey(hour, kind, OTHER, EDGE.equals(kind) ? OTHER : "", OTHER);
    }

    @Override
    public int compareTo(CallKey that) {
        return ORDER.compare(this, that);
    }
}
