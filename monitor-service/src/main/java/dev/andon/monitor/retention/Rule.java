package dev.andon.monitor.retention;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.qute.TemplateData;
import java.time.Instant;

/**
 * How long a class is kept.
 *
 * @param keepDays null for ever
 * @param cutoff rows from before are due now; null where kept for ever
 */
@TemplateData
@JsonNaming(SnakeCaseStrategy.class)
public record Rule(DataClass dataClass, Integer keepDays, Instant cutoff, Instant updatedAt, String updatedBy) {}
