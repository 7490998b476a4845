package dev.andon.common.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.BareService;
import dev.andon.common.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to fail has its status, media type and named field, and tells nothing of the inside. */
@QuarkusTest
@TestProfile(BareService.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ProblemIT {

    @ParameterizedTest
    @CsvSource({
        "/probe/runs/not-a-uuid, id",
        "/probe/runs/7f3c1a52-9be4-4a4f-8f9e-0a1b2c3d4e5f?limit=many, limit",
        "/probe/runs/7f3c1a52-9be4-4a4f-8f9e-0a1b2c3d4e5f?colour=blue, colour",
        "/probe/count?n=x, n",
    })
    void unreadable_parameter_is_named(String path, String field) {
        Response response = given().get(path);

        assertProblem(response, 400, "invalid-argument");
        assertThat(response.jsonPath().getString("field")).isEqualTo(field);
    }

    @Test
    void enum_parameters_read_in_any_case() {
        assertProblem(given().get("/probe/runs/" + UUID.randomUUID() + "?colour=green"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"inner\":{\"size\":\"big\"}}', inner.size, invalid-argument",
        "'{\"name\":', , malformed-request",
        "'[]', , malformed-request",
        "'{\"name\":\"x\"}', name, invalid-argument",
        "'{\"name\":\"a\\u0000b\"}', name, invalid-argument",
        "'{\"inner\":{\"size\":1.5}}', inner.size, invalid-argument",
    })
    void bad_body_says_where(String body, String field, String type) {
        Response response = given().contentType("application/json").body(body).post("/probe/items");

        assertProblem(response, 400, type);
        assertThat(response.jsonPath().getString("field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/probe/names/a%00b, name",
        "/probe/names/%00, name",
        "/probe/names/a?like=%00, like",
        "/probe/names/a?other=1&unasked=x%00, unasked",
        "/probe/names/a?b%00=1, b\\u0000",
    })
    void zero_character_in_the_address_is_refused_by_name(String path, String field) {
        Response response = given().urlEncodingEnabled(false).get(path);

        assertProblem(response, 400, "invalid-argument");
        assertThat(response.jsonPath().getString("field")).isEqualTo(field);
        assertThat(response.jsonPath().getString("detail")).contains("U+0000");
    }

    @Test
    void zero_character_in_a_form_is_refused_by_name() {
        Response response = given().urlEncodingEnabled(false)
                .contentType("application/x-www-form-urlencoded")
                .body("key=a&note=b%00c")
                .post("/probe/form");

        assertProblem(response, 400, "invalid-argument");
        assertThat(response.jsonPath().getString("field")).isEqualTo("note");
        assertThat(response.jsonPath().getString("detail")).contains("U+0000");
        given().contentType("application/x-www-form-urlencoded")
                .body("key=a%2500&note=b")
                .post("/probe/form")
                .then()
                .statusCode(200);
    }

    @Test
    void form_that_cannot_be_read_is_the_callers_mistake() {
        String many = IntStream.range(0, 2_000).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining("&"));
        for (String form : List.of("key=%zz", "%=1", "key=%", many)) {
            Response response = given().urlEncodingEnabled(false)
                    .contentType("application/x-www-form-urlencoded")
                    .body(form)
                    .post("/probe/form");
            assertProblem(response, 400, "malformed-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P05", "22008"})
    void value_that_the_database_refuses_is_the_callers_mistake(String sqlState) {
        assertProblem(given().get("/probe/refused-value/" + sqlState), 400, "invalid-argument");
    }

    @Test
    void unknown_address_is_404() {
        assertProblem(given().get("/probe/nowhere"), 404, "not-found");
        assertProblem(given().get("/nowhere"), 404, "not-found");
    }

    @Test
    void wrong_method_is_405() {
        assertProblem(given().delete("/probe/count"), 405, "method-not-allowed");
    }

    @Test
    void wrong_media_type_is_415() {
        assertProblem(given().contentType("text/plain").body("x").post("/probe/items"), 415, "unsupported-media-type");
    }

    @Test
    void unacceptable_answer_is_406() {
        assertProblem(given().accept("image/png").get("/probe/count?n=1"), 406, "not-acceptable");
    }

    @Test
    void unexpected_error_is_a_bare_500_with_an_id() {
        Response response = given().get("/probe/crash");

        assertProblem(response, 500, "internal");
        assertThat(response.jsonPath().getString("instance")).matches("urn:andon:error:[0-9a-f]{16}");
        assertThat(response.asString()).doesNotContain("secret", "SELECT", "Exception");
    }

    @Test
    void database_out_of_reach_is_503_with_retry_after() {
        Response response = given().get("/probe/database");

        assertProblem(response, 503, "unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.jsonPath().getString("detail")).startsWith("Database connection timeout");
    }

    @Test
    void retry_after_is_in_whole_seconds() {
        Response response = given().get("/probe/busy");

        assertProblem(response, 429, "rate-limited");
        assertThat(response.header("Retry-After")).isEqualTo("2");
    }

    private static void assertProblem(Response response, int status, String type) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith(Problem.MEDIA_TYPE);
        assertThat(response.jsonPath().getString("type")).isEqualTo("urn:andon:problem:" + type);
        assertThat(response.jsonPath().getInt("status")).isEqualTo(status);
    }
}
