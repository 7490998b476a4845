package dev.andon.analyzer.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/**
 * One row of telemetry_analysis_runs.
 *
 * @param attempt how often somebody began it; a worker that finds a higher number than its own has lost the run
 * @param outputRef the result as JSON; null before its end, and in lists
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AnalysisRun(
        UUID runId,
        RunStatus status,
        Instant triggeredAt,
        String triggeredBy,
        Instant startedAt,
        Instant finishedAt,
        Integer windowDays,
        int attempt,
        String worker,
        String reasonCode,
        int findingsCount,
        String errorDetail,

        @JsonRawValue @JsonProperty("output_ref") @JsonInclude(JsonInclude.Include.NON_NULL)
        String outputRef) {}
