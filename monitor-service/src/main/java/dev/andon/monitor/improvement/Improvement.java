package dev.andon.monitor.improvement;

import dev.andon.monitor.chart.EffectChart;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.dimension.Dimension;
import io.quarkus.qute.TemplateData;
import java.time.Instant;

/**
 * A finding that became work, and what came of it.
 *
 * @param dimension null where the row names none
 * @param effect null until a later run measured it
 */
@TemplateData
public record Improvement(
        long id,
        Instant createdAt,
        Instant updatedAt,
        Instant resolvedAt,
        String status,
        String title,
        String description,
        Dimension dimension,
        Evidence evidence,
        Effect effect) {

    /** The figures at the time of the finding; each may be null. */
    @TemplateData
    public record Evidence(
            Double ratio, Double p50Ms, Double baselineMs, Double thresholdMs, Long samples, Double impactMs) {}

    /** Medians before and after with their 95 % intervals. */
    @TemplateData
    public record Effect(EffectChart.Measure before, EffectChart.Measure after) {

        /** The change of the median as a share of what it was. */
        public double change() {
            return before.p50Ms() == 0 ? 0 : after.p50Ms() / before.p50Ms() - 1;
        }

        /** Both medians on one axis. */
        public Plot plot() {
            return EffectChart.of(before, after, null);
        }
    }

    /** I-231. */
    public String name() {
        return "I-" + id;
    }

    public String href() {
        return "/improvements/" + id;
    }

    /** The lamp of its status. */
    public String lamp() {
        return switch (status) {
            case "VERIFIED" -> "ok";
            case "REOPENED" -> "bad";
            case "RESOLVED" -> "run";
            case "OPEN" -> "warn";
            default -> "idle";
        };
    }

    /** The status in words. */
    public String words() {
        return switch (status) {
            case "VERIFIED" -> "verified";
            case "REOPENED" -> "reopened";
            case "RESOLVED" -> "measuring";
            case "OPEN" -> "open";
            default -> "dismissed";
        };
    }

    /** The class of its badge. */
    public String badge() {
        return "run".equals(lamp()) ? "info" : lamp();
    }
}
