package dev.andon.common.health;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;

/** The short answer to whether a service works, {@code {"status":"healthy",…}}: 200 or 503. The long one is /q/health. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public final class HealthResource {
    private final SmallRyeHealthReporter reporter;
    private final String service;

    HealthResource(SmallRyeHealthReporter reporter, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.reporter = reporter;
        this.service = service;
    }

    /**
     * The answer.
     *
     * @param status healthy or unhealthy
     * @param checks by name: up or down
     */
    public record Health(String status, String service, Map<String, String> checks) {}

    /** Asks every readiness check. */
    @GET
    public Uni<RestResponse<Health>> health() {
        return reporter.getReadinessAsync().map(this::answer);
    }

    private RestResponse<Health> answer(SmallRyeHealth health) {
        Map<String, String> checks = new TreeMap<>();
        for (JsonObject check : health.getPayload().getJsonArray("checks").getValuesAs(JsonObject.class)) {
            checks.put(check.getString("name"), check.getString("status").toLowerCase(Locale.ROOT));
        }
        boolean down = health.isDown();
        return RestResponse.status(
                down ? RestResponse.Status.SERVICE_UNAVAILABLE : RestResponse.Status.OK,
                new Health(down ? "unhealthy" : "healthy", service, checks));
    }
}
