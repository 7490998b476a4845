package dev.andon.ingest.translation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts spans that could not be taken, by reason, and says so in one bounded sentence. Not thread-safe. */
public final class Rejections {
    private static final int REASONS = 8;

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int total;

    public void add(String reason) {
        add(reason, 1);
    }

    public void add(String reason, int spans) {
        total += spans;
        counts.merge(
                counts.size() < REASONS || counts.containsKey(reason) ? reason : "other reasons", spans, Integer::sum);
    }

    public int total() {
        return total;
    }

    /** Forgets what was counted. */
    public void clear() {
        counts.clear();
        total = 0;
    }

    /** For instance {@code 2 spans: trace_id must be 16 bytes, not 15; 1 span: …}; empty where there is none. */
    public String message() {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + (entry.getValue() == 1 ? " span: " : " spans: ") + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
