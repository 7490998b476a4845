package dev.andon.ingest.intake;

import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.RowBuffer;
import dev.andon.ingest.row.SpanBatch;
import dev.andon.ingest.row.TraceResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Batches that are written together: their rows sorted and each key once, and what became of each batch. */
final class SpanGroup {
    private final List<EncodedSpan> rows;
    private final Map<Long, TraceResource> resources = new TreeMap<>();
    private final Map<RowBuffer, Integer> owners = new IdentityHashMap<>();
    private final Outcome.Stored[] stored;

    private SpanGroup(List<SpanBatch> batches, List<EncodedSpan> rows) {
        this.rows = rows;
        this.stored = new Outcome.Stored[batches.size()];
        for (int i = 0; i < stored.length; i++) {
            SpanBatch batch = batches.get(i);
            batch.resources().forEach(resource -> resources.put(resource.id(), resource));
            own(batch, i);
            stored[i] = new Outcome.Stored(0, "");
        }
    }

    /** The rows of a batch lie in one buffer or several, one after the other. */
    private void own(SpanBatch batch, int owner) {
        RowBuffer last = null;
        for (EncodedSpan row : batch.spans()) {
            if (row.buffer() != last) {
                last = row.buffer();
                owners.put(last, owner);
            }
        }
    }

    static SpanGroup of(List<SpanBatch> batches) {
        List<EncodedSpan> all = new ArrayList<>();
        batches.forEach(batch -> all.addAll(batch.spans()));
        Collections.sort(all);
        return new SpanGroup(batches, distinct(all));
    }

    /** Of rows with the same key the first stays. */
    private static List<EncodedSpan> distinct(List<EncodedSpan> sorted) {
        List<EncodedSpan> distinct = new ArrayList<>(sorted.size());
        EncodedSpan last = null;
        for (EncodedSpan row : sorted) {
            if (last == null || row.compareTo(last) != 0) {
                distinct.add(row);
            }
            last = row;
        }
        return distinct;
    }

    List<EncodedSpan> rows() {
        return rows;
    }

    Collection<TraceResource> resources() {
        return resources.values();
    }

    void reject(EncodedSpan row, String reason) {
        int owner = owners.get(row.buffer());
        Outcome.Stored before = stored[owner];
        String first = before.rejected() == 0 ? "span " + row.spanIdText() + ": " + reason : before.reason();
        stored[owner] = new Outcome.Stored(before.rejected() + 1, first);
    }

    List<Outcome> outcomes() {
        return List.of(stored);
    }
}
