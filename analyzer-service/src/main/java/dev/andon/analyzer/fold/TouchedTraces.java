package dev.andon.analyzer.fold;

import dev.andon.analyzer.summary.Folded;
import dev.andon.analyzer.watermark.Watermark.Batch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The traces that a cycle's writes touched, each with the span of time its new spans start in, so that reads keep to few partitions. */
final class TouchedTraces {
    private final Map<String, Extent> extents;

    private TouchedTraces(Map<String, Extent> extents) {
        this.extents = extents;
    }

    /** When spans start, both ends included; microseconds. */
    record Extent(long fromUs, long toUs) {
        Extent with(long from, long to) {
            return new Extent(Math.min(fromUs, from), Math.max(toUs, to));
        }
    }

    static TouchedTraces of(List<Batch> batches) {
        Map<String, Extent> extents = new HashMap<>();
        for (Batch batch : batches) {
            Extent extent = new Extent(batch.firstStartUs(), batch.lastStartUs());
            for (String traceId : batch.traceIds()) {
                extents.merge(traceId, extent, (known, more) -> known.with(more.fromUs(), more.toUs()));
            }
        }
        return new TouchedTraces(extents);
    }

    /** Trace ids in order of time, in groups of at most {@code size}. */
    List<List<String>> chunks(int size) {
        List<String> ordered = new ArrayList<>(extents.keySet());
        ordered.sort(Comparator.comparingLong((String id) -> extents.get(id).fromUs())
                .thenComparing(Comparator.naturalOrder()));
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < ordered.size(); from += size) {
            chunks.add(ordered.subList(from, Math.min(ordered.size(), from + size)));
        }
        return chunks;
    }

    /** When the spans of these traces start: those of the writes, and those folded before. */
    Extent extent(Collection<String> traceIds, Collection<Folded> folded) {
        Extent extent = new Extent(Long.MAX_VALUE, Long.MIN_VALUE);
        for (String traceId : traceIds) {
            Extent own = extents.get(traceId);
            extent = extent.with(own.fromUs(), own.toUs());
        }
        for (Folded before : folded) {
            extent = extent.with(before.startedUs(), before.lastStartUs());
        }
        return extent;
    }
}
