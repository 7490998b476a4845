package dev.andon.ingest.intake;

import dev.andon.ingest.row.SpanBatch;

/**
 * How much is in memory, bounded in spans and in bytes. Never holds more than its bounds, but for a batch that is larger than they
 * are: it is let in alone, so that it is not turned away for ever. Once it has turned a batch away it counts as full until half of
 * it is free, so that readiness tells of overload whatever the size of batches. Safe for threads.
 */
final class Room {
    private final long mostSpans;
    private final long mostBytes;
    private long spans;
    private long bytes;
    private boolean full;

    Room(long mostSpans, long mostBytes) {
        this.mostSpans = mostSpans;
        this.mostBytes = mostBytes;
    }

    /** Whether there was room; what came in leaves by {@link #leave}. */
    synchronized boolean enter(SpanBatch batch) {
        boolean fits = spans + batch.spans().size() <= mostSpans && bytes + batch.bytes() <= mostBytes;
        if (!fits && spans > 0) {
            full = true;
            return false;
        }
        spans += batch.spans().size();
        bytes += batch.bytes();
        return true;
    }

    synchronized void leave(SpanBatch batch) {
        spans -= batch.spans().size();
        bytes -= batch.bytes();
        full &= spans > mostSpans / 2 || bytes > mostBytes / 2;
    }

    synchronized long spans() {
        return spans;
    }

    /** From 0 (idle) to 1; above it while a batch larger than the bounds is in. */
    synchronized double load() {
        return Math.max((double) spans / mostSpans, (double) bytes / mostBytes);
    }

    /** Whether batches have been turned away lately. */
    synchronized boolean full() {
        return full;
    }
}
