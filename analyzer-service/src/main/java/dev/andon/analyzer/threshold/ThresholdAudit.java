package dev.andon.analyzer.threshold;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * One change of a threshold.
 *
 * @param before the row as JSON; null where it was new
 * @param after the row as JSON; null where it was deleted
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ThresholdAudit(
        Instant changedAt,
        String changedBy,
        @JsonRawValue String before,
        @JsonRawValue String after) {}
