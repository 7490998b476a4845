package dev.andon.analyzer.run;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.andon.analyzer.RollupRows;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
final class AnalyzerApiIT {
    @Inject
    AnalysisJob job;

    TestDatabase database;

    @BeforeEach
    void slowGate() throws Exception {
        database.execute(
                "TRUNCATE telemetry_analysis_runs, continuous_improvements, ops_agent_events, dimension_rollups, trace_summaries, trace_rollups");
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        RollupRows rollups = new RollupRows(database);
        rollups.traces(hour.minusSeconds(7200), 120, 60_000);
        rollups.hours("gate", "GATE_DESIGN_REVIEW", hour, 48, 10, 24_000);
    }

    @Test
    void a_run_is_queued_once_executed_and_read() {
        String first = given().contentType("application/json")
                .body("{\"window_days\": 5}")
                .post("/api/v1/analysis/runs")
                .then()
                .statusCode(202)
                .body("status", equalTo("QUEUED"), "window_days", equalTo(5))
                .extract()
                .path("run_id");
        given().contentType("application/json")
                .post("/api/v1/analysis/runs")
                .then()
                .statusCode(202)
                .body("run_id", equalTo(first));
        when().get("/api/v1/analysis/staleness")
                .then()
                .statusCode(200)
                .body("isStale", equalTo(true), "lastRun.status", equalTo("QUEUED"));

        assertThat(job.runOnce()).isTrue();
        assertThat(job.runOnce()).isFalse();

        when().get("/api/v1/analysis/runs/" + first)
                .then()
                .statusCode(200)
                .body("status", equalTo("SUCCEEDED"), "reason_code", equalTo("COMPLETED"), "findings_count", equalTo(1))
                .body("output_ref.bottlenecks[0].dimension_key", equalTo("GATE_DESIGN_REVIEW"));
        when().get("/api/v1/analysis/runs").then().statusCode(200).body("", hasSize(1));
        when().get("/api/v1/analysis/staleness")
                .then()
                .body("isStale", equalTo(false), "lastRun.run_id", equalTo(first));
        when().get("/api/v1/bottlenecks")
                .then()
                .statusCode(200)
                .body("run_id", equalTo(first), "bottlenecks[0].ratio", notNullValue());
        given().contentType("application/json")
                .body("{\"if_stale\": true}")
                .post("/api/v1/analysis/runs")
                .then()
                .statusCode(200)
                .body("run_id", equalTo(first));
        assertThat(job.queueIfDue()).isFalse();
    }

    @Test
    void a_run_may_be_asked_for_without_a_body() throws Exception {
        HttpRequest bare = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/analysis/runs"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(bare, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void wrong_requests_name_what_is_wrong() {
        given().contentType("application/json")
                .body("{\"window_days\": 0}")
                .post("/api/v1/analysis/runs")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("window_days"));
        when().get("/api/v1/analysis/runs/00000000-0000-0000-0000-000000000000")
                .then()
                .statusCode(404);
        when().get("/api/v1/analysis/runs/x").then().statusCode(400);
        given().contentType("application/json")
                .body("{\"baseline_p50_ms\": -1}")
                .put("/api/v1/thresholds/tool/x")
                .then()
                .statusCode(400)
                .body("field", equalTo("baseline_p50_ms"));
        given().contentType("application/json")
                .body("{}")
                .put("/api/v1/thresholds/tool/x")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"baseline_p50_ms\": 1}")
                .put("/api/v1/thresholds/colour/x")
                .then()
                .statusCode(400)
                .body("field", equalTo("dimension_type"));
        given().contentType("application/json")
                .body("{")
                .put("/api/v1/thresholds/tool/x")
                .then()
                .statusCode(400);
        when().get("/api/v1/thresholds/tool/none").then().statusCode(404);
        when().get("/api/v1/bottlenecks").then().statusCode(200).body("bottlenecks", hasSize(0));
    }

    @Test
    void thresholds_are_set_switched_off_and_suggested() {
        when().get("/api/v1/thresholds").then().statusCode(200).body("dimension_key", hasItem("GATE_PRD_REQUIRED"));
        given().contentType("application/json")
                .body("{\"baseline_p50_ms\": 250, \"multiplier\": 3}")
                .put("/api/v1/thresholds/operation/svc GET /x/{id}", "id")
                .then()
                .statusCode(200)
                .body("is_active", equalTo(true), "multiplier", equalTo(3.0f));
        when().delete("/api/v1/thresholds/operation/svc GET /x/id")
                .then()
                .statusCode(200)
                .body("is_active", equalTo(false));
        when().get("/api/v1/thresholds/operation/svc GET /x/id")
                .then()
                .statusCode(200)
                .body("audit", hasSize(2), "audit[0].after.is_active", equalTo(false));
        when().delete("/api/v1/thresholds/tool/none").then().statusCode(404);
        given().contentType("application/json")
                .body("{\"baseline_p50_ms\": 10}")
                .put("/api/v1/thresholds/gate+sd_type/GATE_A+feature")
                .then()
                .statusCode(200)
                .body("dimension_key", equalTo("GATE_A+feature"));

        when().get("/api/v1/thresholds/suggestions")
                .then()
                .statusCode(200)
                .body("[0].dimension_key", equalTo("GATE_DESIGN_REVIEW"), "[0].samples", equalTo(480));
        given().contentType("application/json")
                .body("{\"dimensions\": []}")
                .post("/api/v1/thresholds/suggestions/apply")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        given().contentType("application/json")
                .body("{\"dimensions\": [{\"dimension_type\": \"gate\", \"dimension_key\": \"GATE_DESIGN_REVIEW\"}]}")
                .post("/api/v1/thresholds/suggestions/apply")
                .then()
                .statusCode(200)
                .body("", hasSize(1));
        given().contentType("application/json")
                .post("/api/v1/thresholds/apply")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        database.execute(
                "UPDATE telemetry_thresholds SET baseline_p50_ms = 8000 WHERE dimension_key = 'GATE_DESIGN_REVIEW'");
    }

    @Test
    void an_improvement_is_listed_resolved_and_reopened() {
        given().contentType("application/json")
                .post("/api/v1/analysis/runs")
                .then()
                .statusCode(202);
        job.runOnce();
        int id = given().queryParam("open", true)
                .get("/api/v1/improvements")
                .then()
                .statusCode(200)
                .body("", hasSize(1), "[0].source_detail.dimension_key", equalTo("GATE_DESIGN_REVIEW"))
                .extract()
                .path("[0].improvement_id");

        given().contentType("application/json")
                .body("{\"resolved\": true, \"note\": \"fixed\"}")
                .patch("/api/v1/improvements/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("RESOLVED"), "attributes.resolved", equalTo(true));
        given().queryParam("open", true).get("/api/v1/improvements").then().body("", hasSize(0));
        given().contentType("application/json")
                .body("{\"status\": \"REOPENED\"}")
                .patch("/api/v1/improvements/" + id)
                .then()
                .statusCode(200)
                .body("attributes.resolved", equalTo(false));
        given().contentType("application/json")
                .body("{\"status\": \"VERIFIED\"}")
                .patch("/api/v1/improvements/" + id)
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"resolved\": true}")
                .patch("/api/v1/improvements/99999")
                .then()
                .statusCode(404);
    }

    @Test
    void health_tells_the_rules_and_the_last_run() {
        when().get("/api/v1/health/telemetry")
                .then()
                .statusCode(200)
                .body("alerts", hasSize(6), "firing", equalTo(0), "active_thresholds.phase", equalTo(3));
    }
}
