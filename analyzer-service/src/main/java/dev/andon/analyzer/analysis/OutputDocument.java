package dev.andon.analyzer.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.andon.analyzer.bottleneck.Assessment;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Growth;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The JSON of output_ref, version 1: what pages, commands and operators' SQL read. Numbers nobody knows are null. */
public final class OutputDocument {
    static final String FINDING = "p50_above_limit";

    private static final int VERSION = 1;

    private OutputDocument() {}

    /**
     * @param improvements the open item of each bottleneck; others have none
     */
    public static ObjectNode of(Analysis analysis, Map<Dimension, Long> improvements) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("version", VERSION);
        document.put("as_of", text(analysis.asOf()));
        document.putObject("window")
                .put("from", text(analysis.window().from()))
                .put("to", text(analysis.window().to()))
                .put("days", analysis.windowDays());
        document.put("traces_scanned", analysis.totals().traces());
        document.put("executions", analysis.totals().executions());
        document.put("dimensions_evaluated", analysis.dimensions().size());
        document.set("bottlenecks", assessments(analysis.bottlenecks(), improvements));
        document.set("dimensions", assessments(analysis.dimensions(), improvements));
        ArrayNode notes = document.putArray("notes");
        analysis.notes().forEach(notes::add);
        return document;
    }

    /** One dimension; also the evidence of an improvement. */
    static ObjectNode of(Assessment assessment) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("dimension_type", assessment.dimension().type());
        node.put("dimension_key", assessment.dimension().key());
        node.put("state", assessment.state().toString());
        node.put("finding", assessment.isBottleneck() ? FINDING : null);
        number(node, "ratio", assessment.ratio(), 3);
        node.put("samples", assessment.evidence().samples());
        node.put("errors", assessment.evidence().errors());
        number(node, "p50_ms", assessment.verdict().p50Ms(), 3);
        number(node, "p50_low_ms", assessment.verdict().lowMs(), 3);
        number(node, "p50_high_ms", assessment.verdict().highMs(), 3);
        number(node, "p95_ms", assessment.quantileMs(0.95), 3);
        number(node, "p99_ms", assessment.quantileMs(0.99), 3);
        number(node, "baseline_p50_ms", assessment.limit().baselineMs(), 3);
        node.put(
                "baseline_source",
                assessment.limit().known() ? assessment.limit().source().toString() : "none");
        number(node, "multiplier", assessment.limit().multiplier(), 3);
        number(node, "threshold_ms", assessment.limit().thresholdMs(), 3);
        number(node, "confidence", assessment.verdict().confidence(), 6);
        number(node, "impact_ms", assessment.impactMs(), 1);
        number(node, "excess_ms", assessment.excessMs(), 3);
        number(node, "share", assessment.share(), 4);
        number(node, "slow_share", assessment.slowShare(), 4);
        node.put("since", assessment.since().map(OutputDocument::text).orElse(null));
        ArrayNode exemplars = node.putArray("exemplars");
        assessment.exemplars().forEach(exemplars::add);
        ArrayNode growth = node.putArray("growth");
        assessment.growth().forEach(grown -> growth.add(of(grown)));
        return node;
    }

    private static ObjectNode of(Growth growth) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("dimension_type", growth.dimension().type());
        node.put("dimension_key", growth.dimension().key());
        number(node, "before_ms", growth.beforeMs(), 3);
        number(node, "after_ms", growth.afterMs(), 3);
        number(node, "share", growth.share(), 4);
        return node;
    }

    private static ArrayNode assessments(List<Assessment> assessments, Map<Dimension, Long> improvements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Assessment assessment : assessments) {
            array.add(of(assessment).put("improvement_id", improvements.get(assessment.dimension())));
        }
        return array;
    }

    /** Rounded, so that results are short to read and to store; NaN and infinity have no JSON. */
    private static void number(ObjectNode node, String name, double value, int decimals) {
        if (Double.isFinite(value)) {
            double scale = Math.pow(10, decimals);
            node.put(name, value > Long.MAX_VALUE / scale ? value : Math.round(value * scale) / scale);
        } else {
            node.putNull(name);
        }
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
