package dev.andon.monitor.request;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request by the page: a typed confirmation, progress by table, the receipt, and an export that is fetched by a form. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.requests.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.key", value = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        })
class PersonRequestsPageIT {
    private static final String PATH = "/dashboard/privacy/requests";
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    TestDatabase database;

    @Inject
    RequestWorker worker;

    @BeforeEach
    void tell() {
        if (database.number("SELECT count(*) FROM conversations WHERE conversation_id LIKE 'conv-bob%'") == 0) {
            Person.tell(database);
        }
    }

    @Test
    void an_erasure_is_made_with_a_typed_confirmation_and_shows_its_receipt() {
        Person.tellHers(database);

        Response unsure = order("erase", "eras", Person.USER + "\n" + Person.MAIL);
        assertThat(unsure.statusCode()).isEqualTo(422);
        assertThat(unsure.asString())
                .contains("Type erase to confirm", "value=\"case 1\"")
                .doesNotContain(Person.USER);
        assertThat(database.number("SELECT count(*) FROM gdpr_requests")).isZero();

        Response made = order("erase", "Erase", Person.USER + "\r\n" + Person.MAIL + "\r\n");
        assertThat(made.statusCode()).isEqualTo(303);
        String page = made.header("Location").replaceFirst("^https?://[^/]+", "");
        assertThat(page).doesNotContain(Person.USER);
        assertThat(given().get(page).asString())
                .contains("requested", "case 1")
                .doesNotContain(Person.USER, Person.MAIL);

        worker.run(UUID.fromString(page.substring(page.lastIndexOf('/') + 1)), phase -> {});
        assertThat(given().get(page).asString()).contains("verified", "audit_hash", "chained in the audit log");
        assertThat(given().get(PATH).asString()).contains("verified").doesNotContain(Person.USER, Person.MAIL);
        assertThat(Person.found(database)).isEmpty();
    }

    @Test
    void an_export_is_fetched_by_a_form_once() {
        Response made = order("export", "export", "u-bob-1");
        String page = made.header("Location").replaceFirst("^https?://[^/]+", "");
        worker.run(UUID.fromString(page.substring(page.lastIndexOf('/') + 1)), phase -> {});
        assertThat(given().get(page).asString()).contains("ready to fetch", "Fetch the ZIP");

        Response zip = form(page).redirects().follow(false).post(page + "/export.zip");
        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(zip.contentType()).isEqualTo("application/zip");
        assertThat(form(page)
                        .redirects()
                        .follow(false)
                        .post(page + "/export.zip")
                        .statusCode())
                .isEqualTo(303);
        assertThat(given().get(page + "/export.zip").statusCode()).isEqualTo(405);
    }

    @Test
    void a_form_of_another_page_is_refused_and_an_unknown_request_is_not_found() {
        assertThat(given().formParam("kind", "erase")
                        .formParam("csrf", "x")
                        .post(PATH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(given().get(PATH + "/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(given().get(PATH + "/nothing").statusCode()).isEqualTo(404);
    }

    private static Response order(String kind, String confirmation, String identifiers) {
        return form(PATH)
                .redirects()
                .follow(false)
                .formParam("kind", kind)
                .formParam("identifiers", identifiers)
                .formParam("reason", "case 1")
                .formParam("confirmation", confirmation)
                .post(PATH);
    }

    private static RequestSpecification form(String page) {
        Response shown = given().get(page);
        Matcher token = TOKEN.matcher(shown.asString());
        String csrf = token.find() ? token.group(1) : shown.getCookie("andon_csrf");
        return given().cookie(
                        "andon_csrf", shown.getCookie("andon_csrf") == null ? csrf : shown.getCookie("andon_csrf"))
                .formParam("csrf", csrf);
    }
}
