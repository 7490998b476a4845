package dev.andon.analyzer.rollup;

import java.util.Comparator;

/**
 * A row of dimension_rollups.
 *
 * @param hour seconds since the epoch at which the hour of the trace's start begins
 * @param type phase, gate, subagent, sd_type, gate+sd_type, model, tool, service or operation
 */
public record DimensionKey(long hour, String type, String key) implements RollupKey<DimensionKey> {
    private static final Comparator<DimensionKey> ORDER = Comparator.comparingLong(DimensionKey::hour)
            .thenComparing(DimensionKey::type)
            .thenComparing(DimensionKey::key);

    @Override
    public String group() {
        return type;
    }

    @Override
    public DimensionKey other() {
        return new DimensionKey(hour, type, OTHER);
    }

    @Override
    public int compareTo(DimensionKey that) {
        return ORDER.compare(this, that);
    }
}
