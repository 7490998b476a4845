package dev.andon.analyzer.rollup;

import dev.andon.analyzer.rollup.DimensionTally.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a set of traces changes in the rollups: traces put in, and traces taken out as they were before. */
public final class RollupDelta {
    private final Map<DimensionKey, DimensionTally> dimensions = new HashMap<>();
    private final Map<CallKey, CallTally> calls = new HashMap<>();
    private final Set<String> refolded = new HashSet<>();

    /** By dimension and hour. */
    public Map<DimensionKey, DimensionTally> dimensions() {
        return dimensions;
    }

    /** By call and hour. */
    public Map<CallKey, CallTally> calls() {
        return calls;
    }

    /** Puts a trace in. */
    public void add(TraceContributions trace) {
        trace.visit(new TraceContributions.Visitor() {
            @Override
            public void dimension(DimensionKey key, Sample sample) {
                dimensions.computeIfAbsent(key, absent -> new DimensionTally()).add(sample);
            }

            @Override
            public void call(CallKey key, long selfUs) {
                calls.computeIfAbsent(key, absent -> new CallTally()).add(selfUs);
            }
        });
    }

    /** Takes a trace out that was put in before, here or into what is stored. */
    public void subtract(TraceContributions trace) {
        refolded.add(trace.traceId());
        trace.visit(new TraceContributions.Visitor() {
            @Override
            public void dimension(DimensionKey key, Sample sample) {
                dimensions.computeIfAbsent(key, absent -> new DimensionTally()).subtract(sample);
            }

            @Override
            public void call(CallKey key, long selfUs) {
                calls.computeIfAbsent(key, absent -> new CallTally()).subtract(selfUs);
            }
        });
    }

    /**
     * Adds it to what is stored, in the transaction of the caller, who holds the watermark; returns how many rows that wrote.
     *
     * @param keysPerHour the most keys of one dimension type, or calls of one kind, that an hour keeps
     */
    public int applyTo(Connection connection, int keysPerHour) throws SQLException {
        return new DimensionRollups(keysPerHour).apply(connection, dimensions, refolded)
                + new CallRollups(keysPerHour).apply(connection, calls, refolded);
    }
}
