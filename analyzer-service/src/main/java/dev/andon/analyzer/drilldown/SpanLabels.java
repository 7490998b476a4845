package dev.andon.analyzer.drilldown;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.common.trace.SdTypes;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import dev.andon.common.trace.TraceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The dimensions a span is a sample of, as the rollups name them. */
final class SpanLabels {
    private final TraceTree tree;
    private final SdTypes sdTypes;

    SpanLabels(TraceTree tree) {
        this.tree = tree;
        this.sdTypes = SdTypes.of(tree);
    }

    /** All of them. */
    List<Dimension> of(int node) {
        List<Dimension> labels = new ArrayList<>(4);
        TraceSpan span = tree.span(node);
        Dimension typed = typed(span);
        if (typed != null) {
            labels.add(typed);
            if (typed.type().equals("gate") && sdTypes.at(node) != null) {
                labels.add(new Dimension("gate+sd_type", typed.key() + "+" + sdTypes.at(node)));
            }
        }
        if (sdTypes.isWorkItem(node)) {
            labels.add(new Dimension("sd_type", span.dimensions().sdType()));
        }
        if (isEntry(node)) {
            labels.add(new Dimension("service", span.service()));
        }
        labels.add(operation(span));
        return labels;
    }

    boolean has(int node, Dimension dimension) {
        return of(node).contains(dimension);
    }

    /** What it is called in a drill-down: its phase, gate, sub-agent, tool or model, else its operation. */
    Dimension name(int node) {
        TraceSpan span = tree.span(node);
        return Objects.requireNonNullElseGet(typed(span), () -> operation(span));
    }

    boolean isTyped(int node) {
        return typed(tree.span(node)) != null;
    }

    private boolean isEntry(int node) {
        int parent = tree.parent(node);
        return parent < 0 || !tree.span(parent).service().equals(tree.span(node).service());
    }

    private static Dimension operation(TraceSpan span) {
        return new Dimension("operation", span.service() + " " + span.name());
    }

    private static Dimension typed(TraceSpan span) {
        SpanDimensions dimensions = span.dimensions();
        return switch (span.type()) {
            case "phase" -> dimension("phase", dimensions.phase());
            case "gate" -> dimension("gate", dimensions.gate());
            case "subagent" -> dimension("subagent", dimensions.subagent());
            case "tool" -> dimension("tool", dimensions.tool());
            case "llm" -> dimension("model", dimensions.model());
            default -> null;
        };
    }

    private static Dimension dimension(String type, String key) {
        return key == null ? null : new Dimension(type, key);
    }
}
