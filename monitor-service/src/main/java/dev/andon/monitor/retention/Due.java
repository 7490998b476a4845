package dev.andon.monitor.retention;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * What a rule means now.
 *
 * @param cutoff null where kept for ever
 * @param due rows from before the cutoff
 * @param held those of them that stay, under a hold; of trace summaries those whose spans are still there
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Due(DataClass dataClass, Integer keepDays, Instant cutoff, long due, long held) {}
