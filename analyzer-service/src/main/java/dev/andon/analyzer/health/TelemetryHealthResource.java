package dev.andon.analyzer.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.Database;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;

/** How the analysis itself fares: the row of telemetry_health and every alert rule, firing or not. */
@Path("/api/v1/health/telemetry")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TelemetryHealthResource {
    private static final String HEALTH = """
            SELECT (to_jsonb(health) || jsonb_build_object('alerts', alerts.all_rules, 'firing', alerts.firing))::text AS answer
              FROM telemetry_health AS health,
                   (SELECT jsonb_agg(to_jsonb(rule)) AS all_rules,
                           count(*) FILTER (WHERE rule.firing) AS firing
                      FROM telemetry_alerts(?) AS rule) AS alerts
            """;

    private final Database database;
    private final InstantSource clock;
    private final ObjectMapper json;

    TelemetryHealthResource(Database database, InstantSource clock, ObjectMapper json) {
        this.database = database;
        this.clock = clock;
        this.json = json;
    }

    @GET
    public JsonNode health() throws JsonProcessingException {
        String answer = database.read(session -> session.first(HEALTH, row -> row.getString("answer"), clock.instant())
                .orElseThrow());
        return json.readTree(answer);
    }
}
