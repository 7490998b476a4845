package dev.andon.common.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.andon.common.BareService;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys against real endpoints and a real table, with a clock that the test moves. */
@QuarkusTest
@TestProfile(ScopeFilterIT.WithKeys.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ScopeFilterIT {
    TestDatabase database;

    @Inject
    MovableClock clock;

    @Inject
    AccessControl access;

    @Test
    void each_scope_opens_its_endpoints_only() {
        String reader = TestKeys.create(database, Scope.READ);
        String sender = TestKeys.create(database, Scope.INGEST);
        String operator = TestKeys.create(database, Scope.OPERATE, Scope.READ);

        with(reader).get("/secured").then().statusCode(200).body(is("test read"));
        with(reader).post("/secured").then().statusCode(403);
        with(reader).post("/secured/spans").then().statusCode(403);
        with(sender).post("/secured/spans").then().statusCode(200);
        with(sender).get("/secured").then().statusCode(403);
        with(operator).post("/secured").then().statusCode(200);
        with(operator).delete("/secured").then().statusCode(403);
    }

    @Test
    void admin_may_everything() {
        String admin = TestKeys.create(database, Scope.ADMIN);

        with(admin).get("/secured").then().statusCode(200);
        with(admin).post("/secured/spans").then().statusCode(200);
        with(admin).delete("/secured").then().statusCode(200);
    }

    @Test
    void without_a_valid_key_is_401_in_problem_form() {
        String key = TestKeys.create(database, Scope.READ);
        String wrongSecret = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");

        Response none = given().get("/secured");
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(none.contentType()).startsWith("application/problem+json");
        assertThat(none.jsonPath().getString("detail")).contains("Authorization: Bearer");
        with(wrongSecret).get("/secured").then().statusCode(401);
        given().header("Authorization", "Basic YTpi").get("/secured").then().statusCode(401);
        given().get("/secured/open").then().statusCode(200);
    }

    @Test
    void new_key_works_at_once_and_a_revoked_one_ends_within_30_seconds() {
        String key = TestKeys.create(database, Scope.READ);
        with(key).get("/secured").then().statusCode(200);

        database.execute("UPDATE api_keys SET revoked_at = now()");
        clock.advance(Duration.ofSeconds(31));

        with(key).get("/secured").then().statusCode(401);
    }

    @Test
    void expired_key_ends_on_the_second() {
        Instant end = clock.instant().plusSeconds(5);
        String key = TestKeys.create(database, "'" + end + "'", Scope.READ);
        with(key).get("/secured").then().statusCode(200);

        clock.advance(Duration.ofSeconds(5));

        with(key).get("/secured").then().statusCode(401);
    }

    @Test
    void last_use_is_noted() {
        String key = TestKeys.create(database, Scope.READ);
        clock.advance(Duration.ofSeconds(20));

        with(key).get("/secured").then().statusCode(200);

        String keyId = KeyText.parse(key).orElseThrow().keyId();
        await().until(() -> database.text("SELECT last_used_at FROM api_keys WHERE key_id = '" + keyId + "'") != null);
    }

    @Test
    void edge_that_cannot_wait_refuses_an_unknown_key_at_the_second_try() {
        String unknown = "Bearer andon_nosuchkey_" + "0".repeat(40);
        access.decideNow("POST", header -> "Authorization".equals(header) ? unknown : null, Scope.INGEST);

        await().untilAsserted(() -> assertThat(access.decideNow(
                        "POST", header -> "Authorization".equals(header) ? unknown : null, Scope.INGEST))
                .isInstanceOfSatisfying(
                        Access.Refused.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.UNAUTHENTICATED)));
    }

    @Test
    void more_than_the_rate_is_429_with_retry_after() {
        String key = TestKeys.create(database, Scope.READ);
        Response last = with(key).get("/secured");
        for (int i = 0; i < 100 && last.statusCode() == 200; i++) {
            last = with(key).get("/secured");
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isEqualTo("1");
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    /** Time as tests make it pass. */
    @Singleton
    static final class MovableClock implements InstantSource {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public synchronized Instant instant() {
            return now;
        }

        synchronized void advance(Duration by) {
            now = now.plus(by);
        }
    }

    /** Authentication on, few requests a second. */
    public static final class WithKeys extends BareService {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("andon.auth.enabled", "true");
            config.put("andon.auth.requests-per-second", "3");
            return config;
        }
    }
}
