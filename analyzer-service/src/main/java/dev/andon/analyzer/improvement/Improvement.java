package dev.andon.analyzer.improvement;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * One row of continuous_improvements.
 *
 * @param status OPEN, RESOLVED, VERIFIED, REOPENED or DISMISSED
 * @param sourceDetail JSON: the dimension and the evidence
 * @param attributes JSON: {@code resolved} and what people add
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Improvement(
        long improvementId,
        Instant createdAt,
        Instant updatedAt,
        Instant resolvedAt,
        String source,
        String status,
        String title,
        String description,
        @JsonRawValue String sourceDetail,
        @JsonRawValue String attributes) {}
