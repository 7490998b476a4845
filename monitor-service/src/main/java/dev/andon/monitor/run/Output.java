package dev.andon.monitor.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.monitor.dimension.Dimension;
import io.quarkus.qute.TemplateData;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a successful analysis wrote: its findings, worst first, and every dimension it looked at. */
@TemplateData
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Output(
        Instant asOf,
        Window window,
        long tracesScanned,
        long executions,
        long dimensionsEvaluated,
        List<Finding> bottlenecks,
        List<Finding> dimensions,
        List<String> notes) {

    public Output {
        bottlenecks = bottlenecks == null ? List.of() : List.copyOf(bottlenecks);
        dimensions = dimensions == null ? bottlenecks : List.copyOf(dimensions);
        notes = notes == null ? List.of() : List.copyOf(notes);
    }

    /** What the analysis looked at. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Window(Instant from, Instant to, Integer days) {}

    /** What it says about one dimension. */
    public Optional<Finding> of(Dimension dimension) {
        return dimensions.stream()
                .filter(finding -> finding.dimension().equals(dimension))
                .findFirst();
    }

    /** How many dimensions are in a state. */
    public long count(String state) {
        return dimensions.stream()
                .filter(finding -> finding.state().equals(state))
                .count();
    }
}
