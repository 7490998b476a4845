package dev.andon.analyzer.fold;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Down while spans are not counted, with the remedy. Not of readiness: the analyzer serves what is counted, and a restart cures nothing. */
@Wellness
@ApplicationScoped
public class RollupsWell implements HealthCheck {
    private final FoldJob job;

    RollupsWell(FoldJob job) {
        this.job = job;
    }

    @Override
    public HealthCheckResponse call() {
        return job.halted()
                .map(remedy -> HealthCheckResponse.named("rollups")
                        .down()
                        .withData("remedy", remedy)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("rollups"));
    }
}
