package dev.andon.local.stack;

import java.time.Duration;

/**
 * How long a process that ends by itself waits to be started again: not at all the first time, then a second and twice as long each
 * time, up to a minute. One that ran for a minute begins anew. Used under the lock of its owner.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofMinutes(1);

    private Duration next = Duration.ZERO;
    private int times;

    /** The pause now that it ended after so long. */
    Duration after(Duration ran) {
        if (ran.compareTo(STEADY) >= 0) {
            next = Duration.ZERO;
            times = 0;
        }
        Duration pause = next;
        times++;
        next = pause.isZero() ? FIRST : pause.multipliedBy(2);
        if (next.compareTo(MOST) > 0) {
            next = MOST;
        }
        return pause;
    }

    /** How often it has ended in a row. */
    int times() {
        return times;
    }
}
