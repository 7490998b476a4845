package dev.andon.analyzer.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Whether an analysis is due.
 *
 * @param isStale no run has succeeded within the threshold
 * @param lastRun the newest run, whatever became of it; null where there is none
 * @param lastSuccessAt null where none has succeeded yet
 */
public record Staleness(
        @JsonProperty("isStale") boolean isStale, AnalysisRun lastRun, Instant lastSuccessAt, int thresholdDays) {}
