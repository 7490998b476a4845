package dev.andon.monitor.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.monitor.chart.Bullet;
import dev.andon.monitor.dimension.Dimension;
import io.quarkus.qute.TemplateData;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * What an analysis says about one dimension, as it stands in {@code output_ref}. What it does not know is null.
 *
 * @param state above, watched, within, too_few, learning or off
 * @param share of end-to-end time
 * @param exemplars trace ids, slowest first
 * @param growth what in it grew, most first
 */
@TemplateData
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Finding(
        String dimensionType,
        String dimensionKey,
        String state,
        Double ratio,
        long samples,
        long errors,
        Double p50Ms,
        Double p50LowMs,
        Double p50HighMs,
        Double p95Ms,
        Double p99Ms,
        Double baselineP50Ms,
        String baselineSource,
        Double multiplier,
        Double thresholdMs,
        Double confidence,
        Double impactMs,
        Double excessMs,
        Double share,
        Instant since,
        List<String> exemplars,
        List<Growth> growth,
        Long improvementId) {

    public Finding {
        state = state == null ? "learning" : state;
        exemplars = exemplars == null ? List.of() : List.copyOf(exemplars);
        growth = growth == null ? List.of() : List.copyOf(growth);
    }

    /** A part of a dimension that takes longer than before; {@code share} is its part of the whole growth. */
    @TemplateData
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Growth(String dimensionType, String dimensionKey, Double beforeMs, Double afterMs, Double share) {

        public Dimension dimension() {
            return new Dimension(dimensionType, dimensionKey);
        }

        /** Its share as the width of a bar, in percent. */
        public double width() {
            return share == null ? 0 : Math.clamp(share * 100, 0, 100);
        }

        /** How much longer it takes, in milliseconds. */
        public Double grownMs() {
            return beforeMs == null || afterMs == null ? null : afterMs - beforeMs;
        }
    }

    public Dimension dimension() {
        return new Dimension(dimensionType, dimensionKey);
    }

    /** The part in it that grew most; null where that is not known or it is the dimension itself. */
    public Growth cause() {
        return growth.stream()
                .filter(part -> !part.dimension().equals(dimension()))
                .filter(part -> part.share() != null && part.share() > 0)
                .findFirst()
                .orElse(null);
    }

    /** The lamp of its state: bad, warn, ok or idle. */
    public String lamp() {
        return switch (state) {
            case "above" -> "bad";
            case "watched" -> "warn";
            case "within" -> "ok";
            default -> "idle";
        };
    }

    /** The state in words. */
    public String stateWords() {
        return switch (state) {
            case "above" -> "above limit";
            case "watched" -> "watched";
            case "within" -> "within limit";
            case "too_few" -> "too few runs";
            case "off" -> "threshold off";
            default -> "still learning";
        };
    }

    /** How sure its state is; null where it is neither above nor within its limit for sure. */
    public Double sure() {
        return switch (state) {
            case "above" -> confidence;
            case "within" -> confidence == null ? null : (Double) (1 - confidence);
            default -> null;
        };
    }

    /** A person set its threshold. */
    public boolean hasThreshold() {
        return "threshold".equals(baselineSource);
    }

    /** Its median against baseline and limit; null where there is no median. */
    public Bullet bullet() {
        return p50Ms == null ? null : Bullet.of(p50Ms, baselineP50Ms, thresholdMs, state);
    }
}
