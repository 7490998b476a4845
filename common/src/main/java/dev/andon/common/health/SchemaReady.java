package dev.andon.common.health;

import dev.andon.common.problem.DatabaseFailure;
import dev.andon.common.schema.Migrations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up once the database has every migration of this build. Asked until then only: a schema does not go back. */
@Readiness
@ApplicationScoped
public class SchemaReady implements HealthCheck {
    private final Optional<String> jdbcUrl;
    private final Optional<String> user;
    private final Optional<String> password;
    private volatile boolean current;

    SchemaReady(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") Optional<String> jdbcUrl,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("schema");
        if (current) {
            return response.up().build();
        }
        if (jdbcUrl.isEmpty()) {
            return response.down().withData("remedy", "Set DATABASE_URL.").build();
        }
        try {
            List<String> pending = Migrations.pending(jdbcUrl.get(), user.orElse(null), password.orElse(null));
            current = pending.isEmpty();
            return current
                    ? response.up().build()
                    : response.down()
                            .withData("pending", String.join(", ", pending))
                            .withData("remedy", "Run \"andon monitor migrate\".")
                            .build();
        } catch (RuntimeException failed) {
            String remedy = DatabaseFailure.of(failed)
                    .map(DatabaseFailure::sentence)
                    .orElse("The schema could not be read: run \"andon monitor migrate\".");
            return response.down().withData("remedy", remedy).build();
        }
    }
}
