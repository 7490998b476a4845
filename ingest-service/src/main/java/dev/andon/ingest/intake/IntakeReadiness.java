package dev.andon.ingest.intake;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from when the intake turns a client away until half of it is free: a load balancer then uses another replica. */
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
                .status(!intake.full())
                .withData("spans_waiting", intake.spansWaiting())
                .withData("load_percent", Math.round(intake.load() * 100))
                .build();
    }
}
