package dev.andon.local.demo;

import dev.andon.local.recording.RecordedSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A trace being made: hands out ids, collects spans, and keeps a clock that moves on as spans are added one after the other. */
final class Draft {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final RandomGenerator random;
    private final String traceId;
    private final List<RecordedSpan> spans = new ArrayList<>();

    Draft(RandomGenerator random) {
        this.random = random;
        this.traceId = "%016x%016x".formatted(random.nextLong() | 1, random.nextLong() | 1);
    }

    List<RecordedSpan> spans() {
        return spans;
    }

    String newId() {
        return "%016x".formatted(random.nextLong() | 1);
    }

    /** A duration in milliseconds around {@code median}: log-normal, as latencies are. */
    double around(double median, double spread) {
        return median * Math.exp(spread * random.nextGaussian());
    }

    /** Adds a span whose end is known; times in milliseconds since the epoch. */
    void add(Node node, Optional<String> parent, double start, double end) {
        spans.add(new RecordedSpan(
                node.service(),
                "andon-demo",
                traceId,
                node.id(),
                parent,
                node.name(),
                node.kind(),
                Math.round(start * NANOS_PER_MILLI),
                Math.round(end * NANOS_PER_MILLI),
                Optional.ofNullable(node.error()),
                node.attributes()));
    }

    /** What a span is, apart from when. */
    record Node(String service, String id, String name, int kind, String error, Map<String, Object> attributes) {
        static Node of(String service, String id, String name, Object... attributes) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < attributes.length; i += 2) {
                map.put((String) attributes[i], attributes[i + 1]);
            }
            return new Node(service, id, name, RecordedSpan.INTERNAL, null, map);
        }

        Node kind(int kind) {
            return new Node(service, id, name, kind, error, attributes);
        }

        Node failed(String message) {
            return new Node(service, id, name, kind, message, attributes);
        }
    }
}
