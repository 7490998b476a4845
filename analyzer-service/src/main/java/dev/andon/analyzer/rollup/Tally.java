package dev.andon.analyzer.rollup;

/**
 * A sum that can be a difference.
 *
 * @param <T> the tally itself
 */
sealed interface Tally<T> permits DimensionTally, CallTally {
    void merge(T other);

    /** Whether merging it would change nothing. */
    boolean isNothing();

    /** How many samples it counts. */
    long count();
}
