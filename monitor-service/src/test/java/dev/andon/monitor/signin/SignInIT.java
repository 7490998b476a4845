package dev.andon.monitor.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.andon.common.security.OpenEndpoints;
import dev.andon.common.security.Scope;
import dev.andon.common.security.TestKeys;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser with a key, without one, and one that another site has in hand. */
@QuarkusTest
@TestProfile(SignInIT.WithKeys.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class SignInIT {
    TestDatabase database;

    @Test
    void browser_without_a_session_is_sent_to_sign_in_and_a_program_gets_401() {
        Response browser = given().redirects().follow(false).accept("text/html").get("/probe-page");
        Response program = given().get("/probe-page");
        Response fragment =
                given().header("HX-Request", "true").accept("text/html").get("/probe-page");

        assertThat(browser.statusCode()).isEqualTo(303);
        assertThat(browser.header("Location")).endsWith("/login?next=%2Fprobe-page");
        assertThat(program.statusCode()).isEqualTo(401);
        assertThat(fragment.header("HX-Redirect")).isEqualTo("/login");
    }

    @Test
    void signing_in_opens_pages_until_signing_out() {
        String session =
                signIn(TestKeys.create(database, Scope.READ), "/probe-page").getCookie("andon_session");
        assertThat(page(session).statusCode()).isEqualTo(200);

        Response out = given().redirects()
                .follow(false)
                .cookie("andon_session", session)
                .post("/logout");

        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(page(session).statusCode()).isEqualTo(303);
        assertThat(database.number(
                        "SELECT count(*) FROM sign_in_sessions WHERE encode(token_hash, 'escape') = '" + session + "'"))
                .isZero();
    }

    @Test
    void cookie_is_kept_from_scripts_and_other_sites() {
        Response response = signIn(TestKeys.create(database, Scope.READ), "/probe-page");

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.header("Location")).endsWith("/probe-page");
        assertThat(response.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200");
    }

    @Test
    void key_that_is_wrong_or_may_not_read_is_refused_on_the_page() {
        Response wrong = signIn("andon_nosuchkey_" + "0".repeat(40), "/");
        Response sender = signIn(TestKeys.create(database, Scope.INGEST), "/");
        Response empty = signIn("", "/");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.asString()).contains("unknown, revoked or expired");
        assertThat(sender.asString()).contains("lacks the scope read");
        assertThat(empty.statusCode()).isEqualTo(401);
    }

    @Test
    void forms_need_the_scope_operate() {
        String reader = signIn(TestKeys.create(database, Scope.READ), "/").getCookie("andon_session");
        String operator = signIn(TestKeys.create(database, Scope.READ, Scope.OPERATE), "/")
                .getCookie("andon_session");

        assertThat(given().cookie("andon_session", reader).post("/probe-page").statusCode())
                .isEqualTo(403);
        assertThat(given().cookie("andon_session", operator).post("/probe-page").statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusals_are_pages_for_people_and_problem_documents_for_programs() {
        String reader = TestKeys.create(database, Scope.READ);
        String session = signIn(reader, "/").getCookie("andon_session");
        RequestSpecification person = given().accept("text/html").cookie("andon_session", session);
        RequestSpecification program = given().header("Authorization", "Bearer " + reader);

        refusal(person.post("/probe-page"), 403, "text/html", "lacks the scope operate");
        refusal(program.post("/probe-page"), 403, "application/problem+json", "lacks the scope operate");
        refusal(given().get("/probe-page"), 401, "application/problem+json", "Authorization: Bearer");
        Response tooMany = person.get("/probe-page");
        for (int i = 0; i < 500 && tooMany.statusCode() == 200; i++) {
            tooMany = person.get("/probe-page");
        }
        refusal(tooMany, 429, "text/html", "Too many requests");
        assertThat(tooMany.header("Retry-After")).isEqualTo("1");
        Response programToo = program.get("/probe-page");
        for (int i = 0; i < 500 && programToo.statusCode() == 200; i++) {
            programToo = program.get("/probe-page");
        }
        refusal(programToo, 429, "application/problem+json", "requests a second");
        assertThat(programToo.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void every_endpoint_of_the_description_needs_a_key_but_those_to_get_in() {
        OpenEndpoints.of(RestAssured.baseURI + ":" + RestAssured.port)
                .areOnly("GET /health", "GET /login", "POST /logout");
    }

    @Test
    void another_site_cannot_use_the_session() {
        String session = signIn(TestKeys.create(database, Scope.ADMIN), "/").getCookie("andon_session");

        given().cookie("andon_session", session)
                .header("Sec-Fetch-Site", "cross-site")
                .post("/probe-page")
                .then()
                .statusCode(403);
        given().cookie("andon_session", session)
                .header("Origin", "https://evil.example")
                .post("/probe-page")
                .then()
                .statusCode(403);
    }

    @Test
    void session_ends_with_its_key() {
        String key = TestKeys.create(database, Scope.READ);
        String session = signIn(key, "/").getCookie("andon_session");

        database.execute("UPDATE api_keys SET revoked_at = now() WHERE key_id = '" + key.split("_")[1] + "'");

        assertThat(page(session).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"})
    void signing_in_never_leads_outside(String next) {
        Response response = signIn(TestKeys.create(database, Scope.READ), next);

        assertThat(response.header("Location")).matches("http://localhost:\\d+/");
    }

    @Test
    void a_form_that_cannot_be_read_is_told_so() {
        given().urlEncodingEnabled(false)
                .accept("text/html")
                .contentType("application/x-www-form-urlencoded")
                .body("key=%zz")
                .post("/login")
                .then()
                .statusCode(400)
                .body(containsString("The form cannot be read"));
    }

    @Test
    void no_provider_is_offered_where_none_is_set() {
        Response form = given().get("/login");
        Response provider = given().redirects().follow(false).get("/login/oidc");

        assertThat(form.asString()).contains("API key").doesNotContain("/login/oidc");
        assertThat(provider.statusCode()).isEqualTo(404);
    }

    @Test
    void health_is_open() {
        given().get("/health").then().statusCode(200);
    }

    private static Response signIn(String key, String next) {
        return given().redirects()
                .follow(false)
                .formParam("key", key)
                .formParam("next", next)
                .post("/login");
    }

    private static void refusal(Response answer, int status, String type, String words) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith(type);
        assertThat(answer.asString()).contains(words);
    }

    private static Response page(String session) {
        return given().redirects()
                .follow(false)
                .accept("text/html")
                .cookie("andon_session", session)
                .get("/probe-page");
    }

    /** A page and its form. */
    @Path("/probe-page")
    @Produces("text/html")
    public static final class ProbePage {
        @GET
        public String see() {
            return "seen";
        }

        @POST
        public String change() {
            return "changed";
        }
    }

    /** Authentication on, with a rate that a test can exceed. */
    public static final class WithKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("andon.auth.enabled", "true", "andon.auth.requests-per-second", "20");
        }
    }
}
