package dev.andon.monitor.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * One run of the checks of a scope, with every result, in the order of groups and keys.
 *
 * @param trigger command, schedule, page or nightly
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CheckRun(
        UUID runId,
        CheckScope scope,
        String trigger,
        Instant startedAt,
        Instant finishedAt,
        List<CheckResult> results) {

    /** The worst of all results. */
    @JsonProperty
    public CheckStatus status() {
        return CheckStatus.worst(results.stream().map(CheckResult::status).toList());
    }

    /** Results that ended so. */
    public List<CheckResult> with(CheckStatus... statuses) {
        return results.stream()
                .filter(result -> Arrays.asList(statuses).contains(result.status()))
                .toList();
    }

    public Duration took() {
        return Duration.between(startedAt, finishedAt);
    }
}
