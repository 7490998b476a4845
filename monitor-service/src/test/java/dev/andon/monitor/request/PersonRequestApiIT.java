package dev.andon.monitor.request;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.andon.common.security.Scope;
import dev.andon.common.security.TestKeys;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of people by API: for admins only, once a key, fetched once, and no name in an answer. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.auth.enabled", value = "true"),
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.requests.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.key", value = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        })
class PersonRequestApiIT {
    private static final String PATH = "/api/v1/privacy/requests";

    TestDatabase database;

    @Inject
    RequestWorker worker;

    private String admin;

    @BeforeEach
    void tell() {
        if (database.number("SELECT count(*) FROM conversations") == 0) {
            Person.tell(database);
            Person.tellHers(database);
        }
        admin = TestKeys.create(database, Scope.ADMIN);
    }

    @Test
    void an_export_is_opened_carried_out_and_fetched_once() throws Exception {
        Response opened = post(admin, "order-1", body("export"));
        assertThat(opened.statusCode()).isEqualTo(202);
        String id = opened.jsonPath().getString("request_id");
        assertThat(opened.header("Location")).endsWith(PATH + "/" + id);
        assertThat(opened.asString()).doesNotContain(Person.USER, Person.MAIL);
        assertThat(get("/" + id + "/export").statusCode()).isEqualTo(409);

        worker.run(UUID.fromString(id), phase -> {});
        Response zip = get("/" + id + "/export");

        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(zip.header("Content-Disposition")).matches("attachment; filename=\"export-\\d+\\.zip\"");
        assertThat(zip.header("Cache-Control")).isEqualTo("no-store");
        assertThat(zip.header("X-Content-Type-Options")).isEqualTo("nosniff");
        try (ZipInputStream files = new ZipInputStream(new ByteArrayInputStream(zip.asByteArray()))) {
            assertThat(files.getNextEntry().getName()).isEqualTo("data/workflow_trace_log.ndjson");
        }
        assertThat(get("/" + id).jsonPath().getString("receipt.fetched_by")).isNotBlank();
        assertThat(get("/" + id + "/export").statusCode()).isEqualTo(409);
    }

    @Test
    void the_same_key_is_the_same_request() {
        Response first = post(admin, "order-2", body("export"));
        Response second = post(admin, "order-2", body("export"));

        assertThat(second.jsonPath().getString("request_id"))
                .isEqualTo(first.jsonPath().getString("request_id"));
        assertThat(post(admin, "order-2", body("erase")).statusCode()).isEqualTo(400);
    }

    @Test
    void only_an_admin_may() {
        String operator = TestKeys.create(database, Scope.OPERATE);
        assertThat(post(operator, null, body("export")).statusCode()).isEqualTo(403);
        given().header("Authorization", "Bearer " + operator).get(PATH).then().statusCode(403);
        given().get(PATH).then().statusCode(401);
    }

    @Test
    void what_cannot_be_taken_is_400_with_a_sentence_that_repeats_nothing() {
        post(admin, null, Map.of("kind", "forget", "identifiers", List.of(Person.USER), "reason", "r"))
                .then()
                .statusCode(400)
                .body("field", equalTo("kind"));
        post(admin, null, Map.of("kind", "erase", "identifiers", List.of("%"), "reason", "r"))
                .then()
                .statusCode(400)
                .body("detail", containsString("no wildcards"));
        Response naming = post(
                admin,
                null,
                Map.of("kind", "erase", "identifiers", List.of(Person.USER), "reason", "of " + Person.USER));
        assertThat(naming.statusCode()).isEqualTo(400);
        assertThat(naming.asString()).doesNotContain(Person.USER);
        post(admin, null, Map.of("kind", "erase", "reason", "r")).then().statusCode(400);
        given().header("Authorization", "Bearer " + admin)
                .get(PATH + "/nothing")
                .then()
                .statusCode(404);
        given().header("Authorization", "Bearer " + admin)
                .get(PATH + "?limit=0")
                .then()
                .statusCode(400);
    }

    @Test
    void many_orders_at_once_are_slowed_down() {
        Response refused = Awaitility.await()
                .until(() -> post(admin, null, Map.of("kind", "x")), answer -> answer.statusCode() == 429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
    }

    private static Map<String, Object> body(String kind) {
        return Map.of("kind", kind, "identifiers", Person.IDENTIFIERS, "reason", "case 1");
    }

    /** Waits while there are too many. */
    private static Response post(String key, String order, Map<String, Object> body) {
        if (body.size() == 1) {
            return send(key, order, body);
        }
        return Awaitility.await().until(() -> send(key, order, body), answer -> answer.statusCode() != 429);
    }

    private static Response send(String key, String order, Map<String, Object> body) {
        var request = given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .body(body);
        return (order == null ? request : request.header("Idempotency-Key", order)).post(PATH);
    }

    private Response get(String path) {
        return given().header("Authorization", "Bearer " + admin).get(PATH + path);
    }
}
