package dev.andon.analyzer.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.security.OpenEndpoints;
import dev.andon.common.security.Scope;
import dev.andon.common.security.TestKeys;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Who may ask the analyzer what, and how it says no. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.auth.enabled", value = "true"),
            @ResourceArg(name = "andon.auth.requests-per-second", value = "20")
        })
class AccessIT {
    TestDatabase database;

    @Test
    void every_endpoint_of_the_description_needs_a_key() {
        OpenEndpoints.of(RestAssured.baseURI + ":" + RestAssured.port).areOnly("GET /health");
    }

    @Test
    void reading_needs_read_and_starting_a_run_needs_operate() {
        RequestSpecification reader = with(Scope.READ);
        RequestSpecification sender = with(Scope.INGEST);
        RequestSpecification operator = with(Scope.OPERATE);

        assertThat(reader.get("/api/v1/analysis/staleness").statusCode()).isEqualTo(200);
        problem(sender.get("/api/v1/analysis/staleness"), 403, "lacks the scope read");
        problem(reader.post("/api/v1/analysis/runs"), 403, "lacks the scope operate");
        assertThat(operator.contentType("application/json")
                        .post("/api/v1/analysis/runs")
                        .statusCode())
                .isEqualTo(202);
        problem(given().get("/api/v1/analysis/staleness"), 401, "Authorization: Bearer");
        problem(given().post("/api/v1/thresholds/apply"), 401, "Authorization: Bearer");
        problem(reader.post("/api/v1/thresholds/apply"), 403, "lacks the scope operate");
    }

    @Test
    void more_than_the_rate_is_429_with_retry_after() {
        RequestSpecification reader = with(Scope.READ);
        Response answer = reader.get("/api/v1/analysis/staleness");
        for (int i = 0; i < 500 && answer.statusCode() == 200; i++) {
            answer = reader.get("/api/v1/analysis/staleness");
        }

        problem(answer, 429, "More than 20 requests a second");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    private RequestSpecification with(Scope scope) {
        return given().header("Authorization", "Bearer " + TestKeys.create(database, scope));
    }

    private static void problem(Response answer, int status, String detail) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).contains(detail);
    }
}
