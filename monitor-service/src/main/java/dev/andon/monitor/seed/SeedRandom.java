package dev.andon.monitor.seed;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Chance that is the same for the same hour and place in it, so that a seed that is run again sends the same data. */
final class SeedRandom {
    private final RandomGenerator random;

    SeedRandom(long epochSecond, int place) {
        random = new SplittableRandom(epochSecond * 1_000 + place);
    }

    /** Milliseconds around a median, log-normal as latencies are. */
    double around(double median) {
        return median * Math.exp(0.2 * random.nextGaussian());
    }

    long tokens(double median) {
        return Math.round(around(median));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** So many bytes in hex, never all zero. */
    String id(int bytes) {
        StringBuilder id = new StringBuilder();
        while (id.length() < bytes * 2) {
            id.append("%016x".formatted(random.nextLong() | 1));
        }
        return id.toString();
    }
}
