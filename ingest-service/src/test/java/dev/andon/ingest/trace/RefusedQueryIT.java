package dev.andon.ingest.trace;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.andon.common.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a list of traces cannot be asked for is the caller's mistake, with the parameter at fault. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class RefusedQueryIT {
    @ParameterizedTest
    @CsvSource({
        "service=a%00b, service",
        "execution=%00, execution",
        "cursor=2026-01-01T00:00:00Z_%00, cursor",
        "limit=99999999999, limit",
        "limit=0, limit",
        "minDuration=-1, minDuration",
        "minDuration=9e18ms, minDuration",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
        "from=yesterday, from",
        "to=%2B9999999999-01-01T00:00:00Z, to",
    })
    void is_named(String query, String field) {
        given().urlEncodingEnabled(false)
                .get("/api/v1/traces?" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:andon:problem:invalid-argument"), "field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "from=0000-01-01T00:00:00Z",
        "to=9999-12-31T23:59:59Z",
        "from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T23:59:59Z",
        "minDuration=1e308",
    })
    void is_answered_however_far_it_reaches(String query) {
        given().urlEncodingEnabled(false).get("/api/v1/traces?" + query).then().statusCode(200);
    }
}
