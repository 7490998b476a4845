package dev.andon.monitor.alert.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between requests: doubling from half a second to eight, each shortened by chance to no less than its half. */
final class Pauses {
    private static final long FIRST_MS = 500;
    private static final int MOST_DOUBLINGS = 4;

    private Pauses() {}

    /** After so many failed requests, at least 1. */
    static Duration after(int tries, RandomGenerator random) {
        long whole = FIRST_MS << Math.min(tries - 1, MOST_DOUBLINGS);
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
