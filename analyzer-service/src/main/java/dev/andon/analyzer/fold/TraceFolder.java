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
        Map<String, List<StoredSpan>> read = reader.read(connection, wanted, extent.fromUs(), extent.toUs(), untilXid);
        List<TraceSummary> changed = new ArrayList<>(read.size());
        for (Map.Entry<String, List<StoredSpan>> trace : read.entrySet()) {
            foldTrace(trace.getValue(), folded.get(trace.getKey()), changed);
        }
        summaries.put(changed, folded);
    }

    /** Forgets the traces that start in an hour, which are about to be put in anew. */
    void clear(long hour) throws SQLException {
        summaries.clear(hour);
    }

    /** Puts those of the traces in that start in the hour and of which nothing is folded. */
    void foldNew(List<String> traceIds, Extent extent, long hour) throws SQLException {
        List<String> wanted = new ArrayList<>(traceIds);
        wanted.removeAll(summaries.find(traceIds).keySet());
        List<TraceSummary> made = new ArrayList<>(wanted.size());
        for (List<StoredSpan> stored : reader.read(connection, wanted, extent.fromUs(), extent.toUs(), untilXid)
                .values()) {
            TraceContributions now = TraceContributions.of(spansBelow(stored, untilXid));
            if (now.hour() == hour) {
                delta.add(now);
                made.add(TraceSummary.of(now.tree(), stored, untilXid));
            }
        }
        summaries.put(made, Map.of());
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
