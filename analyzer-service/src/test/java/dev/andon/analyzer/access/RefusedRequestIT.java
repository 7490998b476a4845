package dev.andon.analyzer.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.andon.common.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no request can mean is the caller's mistake, with the field at fault, and never ours. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class RefusedRequestIT {
    private static final String DAY = "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z";

    @ParameterizedTest
    @CsvSource({
        "/api/v1/improvements?dimension_type=a%00b, dimension_type",
        "/api/v1/improvements?dimension_key=%00, dimension_key",
        "/api/v1/improvements?limit=99999999999, limit",
        "/api/v1/improvements?limit=-1, limit",
        "/api/v1/thresholds/gate/a%00b, key",
        "/api/v1/thresholds/a%00b/x, type",
        "/api/v1/thresholds/suggestions?window_days=401, window_days",
        "/api/v1/analysis/runs?limit=0, limit",
        "/api/v1/analysis/percentiles?dimension_type=gate&dimension_key=x&window_days=-7, window_days",
        "/api/v1/regressions?baseline=" + DAY + "&window=-999999999-01-01T00:00:00Z/2026-01-02T00:00:00Z, window",
        "/api/v1/regressions?baseline=" + DAY + "&window=2026-01-01T00:00:00Z/%2B300000-01-01T00:00:00Z, window",
        "/api/v1/regressions?window=" + DAY + "&baseline=2026-01-02T00:00:00Z/2026-01-01T00:00:00Z, baseline",
    })
    void an_address(String path, String field) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:andon:problem:invalid-argument"), "field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /api/v1/improvements/1, '{\"status\":\"DISMISSED\",\"note\":\"a\\u0000b\"}', note",
        "PUT, /api/v1/thresholds/gate/G, '{\"baseline_p50_ms\":1e-320}', baseline_p50_ms",
        "PUT, /api/v1/thresholds/gate/G, '{\"baseline_p50_ms\":1e308}', baseline_p50_ms",
        "PUT, /api/v1/thresholds/gate/G, '{\"baseline_p50_ms\":5,\"multiplier\":1e308}', multiplier",
        "POST, /api/v1/thresholds/apply, '{\"dimensions\":[null]}', dimensions",
        "POST, /api/v1/analysis/runs, '{\"window_days\":99999999999}', window_days",
        "POST, /api/v1/analysis/runs, '{\"window_days\":1.5}', window_days",
    })
    void a_body(String method, String path, String body, String field) {
        given().contentType("application/json")
                .body(body)
                .request(method, path)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:andon:problem:invalid-argument"), "field", equalTo(field))
                .body("detail", startsWith(field.equals("window_days") ? "The value of" : field));
    }

    @ParameterizedTest
    @CsvSource({"800, 200", "801, 400"})
    void a_key_no_dimension_can_have(int length, int status) {
        given().contentType("application/json")
                .body("{\"baseline_p50_ms\":5}")
                .put("/api/v1/thresholds/gate/" + "k".repeat(length))
                .then()
                .statusCode(status);
    }
}
