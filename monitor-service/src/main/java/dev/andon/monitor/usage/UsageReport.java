package dev.andon.monitor.usage;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * The answer of {@code GET /api/dashboard/telemetry}.
 *
 * @param totals of the range
 * @param before of as long a time before it
 * @param series in order; steps without requests are left out
 * @param domains most requests first, at most fifty
 * @param models the same by model
 */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageReport(
        Stretch range,
        Freshness freshness,
        Figures totals,
        Figures before,
        List<Step> series,
        List<Named> domains,
        List<Named> models) {

    /**
     * What the figures are of: whole hours.
     *
     * @param stepSeconds length of a step of the series
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Stretch(Instant from, Instant to, long stepSeconds) {}

    /** Figures of the step that begins at a time. */
    public record Step(Instant at, @JsonUnwrapped Figures figures) {}

    /** Figures of a domain or model; {@code (unknown)} where requests named none. */
    public record Named(String name, @JsonUnwrapped Figures figures) {}
}
