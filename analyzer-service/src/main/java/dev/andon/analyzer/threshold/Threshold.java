package dev.andon.analyzer.threshold;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Limit;
import java.time.Instant;

/** One row of telemetry_thresholds: above baseline times multiplier the median of the dimension is a bottleneck. */
@JsonNaming(SnakeCaseStrategy.class)
public record Threshold(
        String dimensionType,
        String dimensionKey,
        double baselineP50Ms,
        double multiplier,
        boolean isActive,
        Instant updatedAt,
        String updatedBy) {

    public Dimension dimension() {
        return new Dimension(dimensionType, dimensionKey);
    }

    /** What the analysis compares with. */
    public Limit limit() {
        return isActive ? Limit.threshold(baselineP50Ms, multiplier) : Limit.OFF;
    }

    public double thresholdMs() {
        return baselineP50Ms * multiplier;
    }
}
