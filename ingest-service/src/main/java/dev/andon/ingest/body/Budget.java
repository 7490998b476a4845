package dev.andon.ingest.body;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one request may still take: memory, shared with all requests that are in memory, and spans. Whatever a request could make
 * large is taken here before it is made. Used by one thread at a time.
 */
public final class Budget {
    static final Duration BUSY = Duration.ofSeconds(1);

    private final AtomicLong used;
    private final long maxInMemory;
    private final int maxSpans;
    private long held;
    private int spans;

    Budget(AtomicLong used, long maxInMemory, int maxSpans) {
        this.used = used;
        this.maxInMemory = maxInMemory;
        this.maxSpans = maxSpans;
    }

    /** For what an operator reads in by hand. */
    public static Budget unlimited() {
        return new Budget(new AtomicLong(), Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Memory that is about to be filled. The request is refused for good where it alone is too large, else for a moment. */
    public void take(long bytes) {
        held += bytes;
        long all = used.addAndGet(bytes);
        if (held > maxInMemory) {
            throw new RefusalException(Refusal.tooMuch(
                    "The request takes more than " + maxInMemory + " bytes of memory. Send fewer spans at once."));
        }
        if (all > maxInMemory) {
            throw new RefusalException(Refusal.unavailable("Too many requests are in memory.", BUSY));
        }
    }

    /** Memory that was taken and is free again. */
    public void give(long bytes) {
        held -= bytes;
        used.addAndGet(-bytes);
    }

    /** Counts a span, a good one or a bad one. */
    public void span() {
        if (++spans > maxSpans) {
            throw new RefusalException(
                    Refusal.tooMuch("The request holds more than " + maxSpans + " spans. Send fewer at once."));
        }
    }

    void release() {
        give(held);
    }
}
