package dev.andon.analyzer.fold;

import dev.andon.analyzer.fold.TouchedTraces.Extent;
import dev.andon.analyzer.rollup.RollupDelta;
import dev.andon.analyzer.rollup.TraceContributions;
import dev.andon.analyzer.span.SpanReader;
import dev.andon.analyzer.span.StoredSpan;
import dev.andon.analyzer.summary.Folded;
import dev.andon.analyzer.summary.Summaries;
import dev.andon.analyzer.summary.TraceSummary;
import dev.andon.common.trace.TraceSpan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings traces in the rollups from what they were to what they are, within one transaction. Used once. */
final class TraceFolder {
    private final Connection connection;
    private final FoldLimits limits;
    private final long untilXid;
    private final SpanReader reader = new SpanReader();
    private final Summaries summaries;
    private final RollupDelta delta = new RollupDelta();
    private long newSpans;
    private int traces;
    private int skipped;

    /**
     * @param untilXid spans stored at or above are left for later
     */
    TraceFolder(Connection connection, FoldLimits limits, long untilXid) {
        this.connection = connection;
        this.limits = limits;
        this.untilXid = untilXid;
        this.summaries = new Summaries(connection);
    }

    long newSpans() {
        return newSpans;
    }

    int traces() {
        return traces;
    }

    int skipped() {
        return skipped;
    }

    void fold(List<String> traceIds, TouchedTraces touched) throws SQLException {
        Map<String, Folded> folded = summaries.find(traceIds);
        List<String> wanted = new ArrayList<>(traceIds);
        wanted.removeIf(id -> folded.containsKey(id) && folded.get(id).spanCount() >= limits.spansPerTrace());
        skipped += traceIds.size() - wanted.size();
        Extent extent = touched.extent(wanted, folded.values());
        // What a cycle adds to a trace is bounded, so one alone can be read whole.
        inGroups(
                wanted,
                extent,
                alone -> reader.read(connection, alone, extent.fromUs(), extent.toUs(), untilXid),
                read -> {
                    List<TraceSummary> changed = new ArrayList<>(read.size());
                    for (Map.Entry<String, List<StoredSpan>> trace : read.entrySet()) {
                        foldTrace(trace.getValue(), folded.get(trace.getKey()), changed);
                    }
                    summaries.put(changed, folded);
                });
    }

    /** Forgets the traces that start in an hour, which are about to be put in anew. */
    void clear(long hour) throws SQLException {
        summaries.clear(hour);
    }

    /** Puts those of the traces in that start in the hour and of which nothing is folded; of a trace too large its first spans. */
    void foldNew(List<String> traceIds, Extent extent, long hour) throws SQLException {
        List<String> wanted = new ArrayList<>(traceIds);
        wanted.removeAll(summaries.find(traceIds).keySet());
        inGroups(wanted, extent, this::first, read -> {
            List<TraceSummary> made = new ArrayList<>(read.size());
            for (List<StoredSpan> stored : read.values()) {
                TraceContributions now = TraceContributions.of(spansBelow(stored, untilXid));
                if (now.hour() == hour) {
                    delta.add(now);
                    made.add(TraceSummary.of(now.tree(), stored, untilXid));
                }
            }
            summaries.put(made, Map.of());
        });
    }

    private Map<String, List<StoredSpan>> first(List<String> alone) throws SQLException {
        String traceId = alone.getFirst();
        return Map.of(traceId, reader.readFirst(connection, traceId, untilXid, limits.spansPerTrace()));
    }

    /** Reads one trace that has more spans than a group may have. */
    @FunctionalInterface
    private interface Large {
        Map<String, List<StoredSpan>> read(List<String> alone) throws SQLException;
    }

    /** Takes the spans of some traces; they are gone from memory when it returns. */
    @FunctionalInterface
    private interface Group {
        void take(Map<String, List<StoredSpan>> spans) throws SQLException;
    }

    /** Reads traces in groups of no more spans than the largest trace may have: one with more is halved. */
    private void inGroups(List<String> traceIds, Extent extent, Large large, Group group) throws SQLException {
        if (traceIds.isEmpty()) {
            return;
        }
        Optional<Map<String, List<StoredSpan>>> read =
                reader.read(connection, traceIds, extent.fromUs(), extent.toUs(), untilXid, limits.spansPerTrace());
        if (read.isPresent()) {
            group.take(read.get());
        } else if (traceIds.size() == 1) {
            group.take(large.read(traceIds));
        } else {
            int middle = traceIds.size() / 2;
            inGroups(traceIds.subList(0, middle), extent, large, group);
            inGroups(traceIds.subList(middle, traceIds.size()), extent, large, group);
        }
    }

    /** Writes what has been gathered. */
    int finish() throws SQLException {
        summaries.finish();
        return delta.applyTo(connection, limits.keysPerHour());
    }

    private void foldTrace(List<StoredSpan> stored, Folded before, List<TraceSummary> changed) {
        if (before != null) {
            List<TraceSpan> old = spansBelow(stored, before.foldedXid());
            if (old.size() == stored.size() && before.spanCount() == old.size()) {
                return;
            }
            if (old.size() != before.spanCount()) {
                // Spans of it were deleted, so what was put in can no longer be told; it stays as it was.
                skipped++;
                return;
            }
            delta.subtract(TraceContributions.of(old));
            newSpans -= old.size();
        }
        TraceContributions now = TraceContributions.of(spansBelow(stored, untilXid));
        delta.add(now);
        changed.add(TraceSummary.of(now.tree(), stored, untilXid));
        newSpans += stored.size();
        traces++;
    }

    private static List<TraceSpan> spansBelow(List<StoredSpan> stored, long xid) {
        List<TraceSpan> spans = new ArrayList<>(stored.size());
        for (StoredSpan row : stored) {
            if (row.xid() < xid) {
                spans.add(row.span());
            }
        }
        return spans;
    }
}
