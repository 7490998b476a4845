package dev.andon.analyzer.regression;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What became slower between two periods, or did not; the row that the command prints and the API returns.
 *
 * @param score orders rows; the natural logarithm of "at least so many times slower", summed over what points at it
 * @param selfMsBefore mean own time of a call on the critical path with the window's mix of calls, milliseconds
 * @param significant at least twice as slow with 99.5 % confidence, on at least four calls in each period
 * @param atLeast how many times slower it is at least, with 99.5 % confidence
 * @param impactMs time that the window's calls took beyond what they took before, in all
 * @param explanation one sentence for an operator
 * @param operations where the time went, most first
 */
public record Regression(
        @JsonProperty("dimension_type") String dimensionType,
        @JsonProperty("dimension_key") String dimensionKey,
        @JsonProperty("score") double score,
        @JsonProperty("self_ms_before") double selfMsBefore,
        @JsonProperty("self_ms_after") double selfMsAfter,
        @JsonProperty("samples_before") long samplesBefore,
        @JsonProperty("samples_after") long samplesAfter,
        @JsonProperty("significant") boolean significant,
        @JsonProperty("at_least") double atLeast,
        @JsonProperty("impact_ms") double impactMs,
        @JsonProperty("explanation") String explanation,
        @JsonProperty("operations") List<Part> operations) {

    /**
     * One operation behind a finding.
     *
     * @param addedMs what its calls took beyond what they took before, in all
     */
    public record Part(
            @JsonProperty("kind") String kind,
            @JsonProperty("service") String service,
            @JsonProperty("callee") String callee,
            @JsonProperty("operation") String operation,
            @JsonProperty("ms_before") double msBefore,
            @JsonProperty("ms_after") double msAfter,
            @JsonProperty("added_ms") double addedMs) {}
}
