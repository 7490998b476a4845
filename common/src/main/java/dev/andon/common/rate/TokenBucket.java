package dev.andon.common.rate;

import java.time.Duration;

/**
 * Lets through a number of requests a second on average and twice that number at once. Times are nanoseconds of any clock that
 * does not go back; safe for threads.
 */
public final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long filledAt;

    public TokenBucket(int perSecond, long now) {
        this.perSecond = perSecond;
        this.capacity = 2.0 * perSecond;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /** Takes one token. Zero where there was one, else how long until there will be. */
    public synchronized Duration take(long now) {
        tokens = Math.min(capacity, tokens + Math.max(0, now - filledAt) / NANOS * perSecond);
        filledAt = Math.max(filledAt, now);
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }
}
