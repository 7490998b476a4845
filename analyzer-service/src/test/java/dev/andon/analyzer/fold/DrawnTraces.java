package dev.andon.analyzer.fold;

import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Workflow-like traces of any shape over a few hours: phases, gates, tools, models, missing parents, shared names. */
public final class DrawnTraces {
    public static final long BASE_US = 1_773_000_000_000_000L;
    private static final String[] TYPES = {"workflow", "phase", "gate", "subagent", "llm", "tool", "span"};
    private static final String[] KINDS = {"INTERNAL", "SERVER", "CLIENT", "UNSPECIFIED"};

    private final Random random;

    public DrawnTraces(long seed) {
        random = new Random(seed);
    }

    public List<TraceSpan> draw(int traces, int mostSpans) {
        List<TraceSpan> spans = new ArrayList<>();
        for (int i = 0; i < traces; i++) {
            drawTrace("%032x".formatted(i + 1), 1 + random.nextInt(mostSpans), spans);
        }
        return spans;
    }

    private void drawTrace(String traceId, int size, List<TraceSpan> spans) {
        // Some traces cross an hour's or a day's end.
        long start = BASE_US + random.nextLong(40L * 3_600_000_000L);
        for (int i = 0; i < size; i++) {
            String parent = i == 0 || random.nextInt(15) == 0 ? null : "%016x".formatted(random.nextInt(i + 1) + 1);
            String type = i == 0 ? "workflow" : TYPES[random.nextInt(TYPES.length)];
            spans.add(new TraceSpan(
                    traceId,
                    "%016x".formatted(i + 1),
                    parent,
                    start + (i == 0 ? 0 : random.nextInt(2_000_000)),
                    i == 0 ? 2_000_000 : random.nextInt(500_000),
                    "service-" + random.nextInt(4),
                    "operation-" + random.nextInt(6),
                    KINDS[random.nextInt(KINDS.length)],
                    type,
                    random.nextInt(10) == 0,
                    dimensions(type)));
        }
    }

    private SpanDimensions dimensions(String type) {
        return new SpanDimensions(
                "phase".equals(type) ? "PHASE-" + random.nextInt(3) : null,
                "gate".equals(type) ? "GATE-" + random.nextInt(3) : null,
                "subagent".equals(type) ? "AGENT-" + random.nextInt(3) : null,
                "workflow".equals(type) && random.nextBoolean() ? "type-" + random.nextInt(2) : null,
                "llm".equals(type) ? "model-" + random.nextInt(2) : null,
                "tool".equals(type) ? "tool-" + random.nextInt(3) : null,
                random.nextInt(8) == 0 ? "peer-" + random.nextInt(2) : null);
    }
}
