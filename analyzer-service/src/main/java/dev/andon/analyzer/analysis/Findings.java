package dev.andon.analyzer.analysis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.andon.analyzer.bottleneck.Assessment;
import dev.andon.analyzer.bottleneck.Growth;
import dev.andon.analyzer.bottleneck.Limit;
import dev.andon.analyzer.improvement.Finding;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Bottlenecks in the words of an improvement. */
public final class Findings {
    private Findings() {}

    /** One for each bottleneck that the run found. */
    public static List<Finding> of(UUID runId, Analysis analysis) {
        return analysis.bottlenecks().stream()
                .map(assessment -> new Finding(
                        assessment.dimension(),
                        OutputDocument.FINDING,
                        title(assessment),
                        description(assessment),
                        detail(runId, assessment)))
                .toList();
    }

    private static String title(Assessment assessment) {
        return "%s: median %s, %s times its baseline of %s"
                .formatted(
                        assessment.dimension(),
                        Durations.text(assessment.verdict().p50Ms()),
                        String.format(Locale.ROOT, "%.1f", assessment.ratio()),
                        Durations.text(assessment.limit().baselineMs()));
    }

    private static String description(Assessment assessment) {
        StringBuilder text = new StringBuilder();
        text.append("Half of %d runs took longer than %s (limit %s, baseline %s). "
                .formatted(
                        assessment.evidence().samples(),
                        Durations.text(assessment.verdict().p50Ms()),
                        Durations.text(assessment.limit().thresholdMs()),
                        assessment.limit().source() == Limit.Source.LEARNED ? "learned" : "set"));
        text.append("It cost traces %s of waiting in the window.".formatted(Durations.text(assessment.impactMs())));
        assessment.since().ifPresent(since -> text.append(" Slower since %s.".formatted(since)));
        assessment.growth().stream().findFirst().ifPresent(grown -> text.append(" " + sentence(grown)));
        return text.toString();
    }

    private static String sentence(Growth grown) {
        return "Most of the growth is in %s: %s before, %s after."
                .formatted(grown.dimension(), Durations.text(grown.beforeMs()), Durations.text(grown.afterMs()));
    }

    private static String detail(UUID runId, Assessment assessment) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        detail.put("dimension_type", assessment.dimension().type());
        detail.put("dimension_key", assessment.dimension().key());
        detail.put("finding", OutputDocument.FINDING);
        detail.put("run_id", runId.toString());
        detail.set("evidence", OutputDocument.of(assessment));
        return detail.toString();
    }
}
