package dev.andon.analyzer.rollup;

/**
 * The key of a rollup row: an hour, a group of keys whose number is limited, and which key stands for those beyond the limit.
 *
 * @param <K> the key itself
 */
sealed interface RollupKey<K> extends Comparable<K> permits DimensionKey, CallKey {
    /** Stands for every key beyond the most that an hour keeps of one group. */
    String OTHER = "(other)";

    long hour();

    String group();

    K other();
}
