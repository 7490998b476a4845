package dev.andon.common.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spans for tests, short to write. */
public final class Spans {
    private Spans() {}

    public static TraceSpan span(String id, String parent, long startUs, long durationUs) {
        return span(id, parent, startUs, durationUs, "s", "INTERNAL");
    }

    public static TraceSpan span(String id, String parent, long startUs, long durationUs, String service, String kind) {
        return new TraceSpan(
                "t", id, parent, startUs, durationUs, service, "op-" + id, kind, "span", false, SpanDimensions.NONE);
    }

    /** A trace of any shape: missing parents, cycles, shared ids, children outside their parents. */
    public static List<TraceSpan> anyTrace(Random random, int size) {
        List<TraceSpan> spans = new ArrayList<>(size);
        String[] kinds = {"INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER", "UNSPECIFIED"};
        for (int i = 0; i < size; i++) {
            String parent = random.nextInt(12) == 0 ? null : Integer.toString(random.nextInt(size + 2));
            String id = Integer.toString(random.nextInt(15) == 0 ? random.nextInt(size) : i);
            long start = random.nextInt(1_000);
            spans.add(span(
                    id,
                    parent,
                    start,
                    random.nextInt(1_000),
                    "s" + random.nextInt(3),
                    kinds[random.nextInt(kinds.length)]));
        }
        return spans;
    }

    /** A tree whose children overlap, follow and overflow each other. */
    public static List<TraceSpan> anyTree(Random random, int size) {
        List<TraceSpan> spans = new ArrayList<>(size);
        spans.add(span("0", null, 0, 10_000));
        for (int i = 1; i < size; i++) {
            spans.add(span(
                    Integer.toString(i),
                    Integer.toString(random.nextInt(i)),
                    random.nextInt(10_000),
                    1 + random.nextInt(4_000),
                    "s" + random.nextInt(3),
                    "INTERNAL"));
        }
        return spans;
    }
}
