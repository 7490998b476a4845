package dev.andon.monitor.dimension;

import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import io.quarkus.qute.TemplateData;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is measured: one phase, gate, sub-agent, model, tool, service or operation, with its words, its letter and its page.
 *
 * @param type one of the types of telemetry_thresholds
 * @param key its name as sent; any text
 */
@TemplateData
public record Dimension(String type, String key) {
    private static final Map<String, Kind> KINDS = Map.of(
            "phase", new Kind("phase", "P", "phase"),
            "gate", new Kind("gate", "G", "gate"),
            "gate+sd_type", new Kind("gate", "G", "gate by type"),
            "subagent", new Kind("subagent", "A", "sub-agent"),
            "sd_type", new Kind("workflow", "W", "work item type"),
            "model", new Kind("llm", "L", "model"),
            "tool", new Kind("tool", "T", "tool"),
            "service", new Kind("span", "S", "service"),
            "operation", new Kind("span", "O", "operation"));
    private static final Kind OTHER = new Kind("span", "S", "span");

    /** Colour class, letter and word of a type. */
    private record Kind(String css, String letter, String word) {}

    /** What a span is measured as: its typed dimension, else its operation. */
    public static Dimension of(TraceSpan span) {
        SpanDimensions d = span.dimensions();
        String key = switch (span.type()) {
            case "phase" -> d.phase();
            case "gate" -> d.gate();
            case "subagent" -> d.subagent();
            case "tool" -> d.tool();
            case "llm" -> d.model();
            default -> null;
        };
        return key == null ? operation(span) : new Dimension(span.type().equals("llm") ? "model" : span.type(), key);
    }

    /** The operation of a span, whatever else it is measured as. */
    public static Dimension operation(TraceSpan span) {
        return new Dimension("operation", span.service() + " " + span.name());
    }

    /** Whether a type is one of those that thresholds know. */
    public static boolean isType(String type) {
        return KINDS.containsKey(type);
    }

    /** The letter of its tag. */
    public String letter() {
        return kind().letter();
    }

    /** The class that colours it. */
    public String css() {
        return "k-" + kind().css();
    }

    /** The type in words: sub-agent. */
    public String word() {
        return kind().word();
    }

    /** The address of its page. A key that a path would change goes into the query. */
    public String href() {
        String path = "/bottlenecks/" + encode(type);
        boolean fragile =
                key.contains("//") || key.startsWith("/") || key.endsWith("/") || key.matches("(.*/)?\\.\\.?(/.*)?");
        return fragile ? path + "?key=" + encode(key) : path + "/" + encode(key).replace("%2F", "/");
    }

    /** The address of the list of all of its type. */
    public String typeHref() {
        return "/bottlenecks?by=" + encode(type);
    }

    private Kind kind() {
        return KINDS.getOrDefault(type, OTHER);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
