package dev.andon.ingest.row;

/**
 * One row in PostgreSQL's binary COPY format, in a buffer shared with others of its request, and its key. The order is that of the unique
 * index (ids compare as unsigned numbers like their hex text does by bytes); every writer keeps to it, so writers never deadlock.
 *
 * @param startMicros start of the span, microseconds since 1970 UTC
 */
public record EncodedSpan(
        long traceHigh, long traceLow, long spanId, long startMicros, RowBuffer buffer, int offset, int length)
        implements Comparable<EncodedSpan> {
    private static final long DAY = 86_400_000_000L;

    /** The UTC day of the start, as {@link java.time.LocalDate#toEpochDay}. */
    public long day() {
        return Math.floorDiv(startMicros, DAY);
    }

    public String traceId() {
        return String.format("%016x%016x", traceHigh, traceLow);
    }

    /** For messages. */
    public String spanIdText() {
        return String.format("%016x", spanId);
    }

    public boolean sameTrace(EncodedSpan other) {
        return traceHigh == other.traceHigh && traceLow == other.traceLow;
    }

    @Override
    public int compareTo(EncodedSpan other) {
        int order = Long.compareUnsigned(traceHigh, other.traceHigh);
        if (order == 0) {
            order = Long.compareUnsigned(traceLow, other.traceLow);
        }
        if (order == 0) {
            order = Long.compareUnsigned(spanId, other.spanId);
        }
        return order == 0 ? Long.compare(startMicros, other.startMicros) : order;
    }
}
