package dev.andon.ingest.normalise;

import java.util.Locale;
import java.util.Optional;

/** What a span is to a workflow; {@link #SPAN} is anything else. The column {@code span_type} holds {@link #column()}. */
public enum SpanType {
    WORKFLOW,
    PHASE,
    GATE,
    SUBAGENT,
    LLM,
    TOOL,
    SPAN;

    private final String column = name().toLowerCase(Locale.ROOT);

    /** As stored and as callers write it. */
    public String column() {
        return column;
    }

    /** The type of that name in any case; empty where there is none, so that an unknown word falls back to the other signs. */
    public static Optional<SpanType> of(String word) {
        for (SpanType type : values()) {
            if (type.column.equalsIgnoreCase(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
