package dev.andon.ingest.intake;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the intake is full: a load balancer then sends clients to another replica. */
@Readiness
@ApplicationScoped
public class IntakeReadiness implements HealthCheck {
    private final SpanIntake intake;

    IntakeReadiness(SpanIntake intake) {
        this.intake = intake;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("intake")
                .status(intake.load() < 1)
                .withData("spans_waiting", intake.spansWaiting())
                .withData("load_percent", Math.round(intake.load() * 100))
                .build();
    }
}
