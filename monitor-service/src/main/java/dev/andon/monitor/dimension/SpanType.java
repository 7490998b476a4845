package dev.andon.monitor.dimension;

import io.quarkus.qute.TemplateData;

/** The type of a span with its colour class, its letter and its word: workflow, phase, gate, subagent, llm, tool or span. */
@TemplateData
public record SpanType(String key) {

    /** The class that colours it. */
    public String css() {
        return "k-" + key;
    }

    /** The letter of its tag. */
    public String letter() {
        return switch (key) {
            case "workflow" -> "W";
            case "phase" -> "P";
            case "gate" -> "G";
            case "subagent" -> "A";
            case "llm" -> "L";
            case "tool" -> "T";
            default -> "S";
        };
    }

    /** The type in words. */
    public String word() {
        return switch (key) {
            case "llm" -> "LLM call";
            case "subagent" -> "sub-agent";
            default -> key;
        };
    }
}
