package dev.andon.monitor.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.StoryLedger;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of privacy: with nothing, with weeks of entries, its forms, its filters, its speed. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class PrivacyPageIT {
    private static final String PATH = "/dashboard/privacy";

    TestDatabase database;

    @BeforeEach
    void begin_with_nothing() {
        database.execute(
                "ALTER TABLE gdpr_audit_log DISABLE TRIGGER ALL; ALTER TABLE gdpr_audit_heads DISABLE TRIGGER ALL;"
                        + " TRUNCATE gdpr_audit_log, gdpr_audit_heads; ALTER TABLE gdpr_audit_log ENABLE ALWAYS TRIGGER"
                        + " gdpr_audit_log_append_only; ALTER TABLE gdpr_audit_heads ENABLE ALWAYS TRIGGER gdpr_audit_heads_append_only");
        database.execute("TRUNCATE retention_holds, retention_runs, monitor_runs CASCADE");
    }

    @Test
    void with_nothing_the_page_says_what_comes() {
        page(PATH)
                .then()
                .statusCode(200)
                .body(containsString("No entry yet"))
                .body(containsString("not looked at yet"))
                .body(containsString("Nothing is held."))
                .body(containsString("Retention has not run yet."))
                .body(not(containsString("There is no ANDON_PRIVACY_KEY")));
    }

    @Test
    void entries_come_by_pages_and_by_action() {
        new StoryLedger(database).tell();
        String html = page(PATH).asString();
        assertThat(html).contains("25 shown", "cursor=38", "Case 17 of 2026", "Some spans were in use.", "62");

        page(PATH + "?cursor=38").then().body(containsString("cursor=13"));
        page(PATH + "?cursor=13").then().body(containsString("12 shown"), not(containsString("rel=\"next\"")));
        page(PATH + "?action=hold").then().body(containsString("2 shown"));
        page(PATH + "?action=none").then().body(containsString("No entry fits"));
        page(PATH + "?cursor=x").then().statusCode(200);
    }

    @Test
    void somebody_is_looked_for_without_a_trace_in_the_address() {
        form().formParam("covers", "person")
                .formParam("name", "Ann@example.org")
                .formParam("reason", "Case 1")
                .post(PATH + "/holds")
                .then()
                .statusCode(303);

        Response found = form().formParam("who", "ann@example.org ").post(PATH + "/find");

        assertThat(found.statusCode()).isEqualTo(303);
        String address = found.getHeader("Location").replaceFirst("#.*", "");
        assertThat(address).doesNotContain("ann").contains("subject=");
        page(address).then().body(containsString("1 shown")).body(containsString("Hold "));
    }

    @Test
    void verifying_shows_what_was_found() {
        new StoryLedger(database).tell();
        database.execute(
                "ALTER TABLE gdpr_audit_log DISABLE TRIGGER ALL; UPDATE gdpr_audit_log SET actor = 'x' WHERE seq = 9;"
                        + " ALTER TABLE gdpr_audit_log ENABLE ALWAYS TRIGGER gdpr_audit_log_append_only");

        form().post(PATH + "/verify").then().statusCode(303);

        page(PATH).then().body(containsString("broken")).body(containsString("Entry 9 is not as it was written"));
    }

    @Test
    void a_rule_is_set_and_put_back_through_its_form() {
        rule("conversations", "30").then().statusCode(303);
        assertThat(keptDays("conversations")).isEqualTo("30");
        rule("conversations", "").then().statusCode(303);
        assertThat(keptDays("conversations")).isNull();
        rule("conversations", "90").then().statusCode(303);

        rule("conversations", "many").then().statusCode(422).body(containsString("Days are a number"));
        rule("spans", "36000").then().statusCode(422).body(containsString("longer than trace summaries"));
        rule("nothing", "3").then().statusCode(422);
        assertThat(keptDays("spans")).isEqualTo("90");
        assertThat(database.number(
                        "SELECT count(*) FROM gdpr_audit_log WHERE action = 'policy_change' AND actor = 'dashboard'"))
                .isEqualTo(3);
    }

    @Test
    void a_hold_is_added_and_released_through_its_forms() {
        form().formParam("covers", "conversation")
                .formParam("name", "talk-1")
                .formParam("reason", "Case 2")
                .post(PATH + "/holds")
                .then()
                .statusCode(303);
        page(PATH).then().body(containsString("talk-1")).body(containsString("Case 2"));

        form().formParam("hold", database.text("SELECT max(hold_id) FROM retention_holds"))
                .post(PATH + "/holds/release")
                .then()
                .statusCode(303);

        page(PATH).then().body(containsString("Nothing is held."));
        form().formParam("covers", "person")
                .formParam("name", "")
                .formParam("reason", "<b>why</b>")
                .post(PATH + "/holds")
                .then()
                .statusCode(422)
                .body(containsString("Say which person to hold."))
                .body(containsString("&lt;b&gt;why"));
    }

    @Test
    void a_form_of_another_site_changes_nothing() {
        given().accept("text/html")
                .redirects()
                .follow(false)
                .formParam("covers", "all")
                .formParam("reason", "x")
                .post(PATH + "/holds")
                .then()
                .statusCode(403);
        assertThat(database.number("SELECT count(*) FROM retention_holds")).isZero();
    }

    @Test
    void a_hundred_thousand_entries_are_shown_within_the_time_of_a_page() {
        database.execute("SELECT count(gdpr_audit_append('a', CASE n % 1000 WHEN 0 THEN 'erase' ELSE 'access' END,"
                + " md5((n % 5000)::text), 'done')) FROM generate_series(1, 100000) AS n; ANALYZE gdpr_audit_log");
        String subject = database.text("SELECT md5('4321')");
        for (String path :
                new String[] {PATH, PATH + "?action=erase", PATH + "?subject=" + subject, PATH + "?action=nothing"}) {
            page(path);
            long[] times = LongStream.range(0, 9).map(i -> time(path)).sorted().toArray();
            System.err.println("PRIVACY " + path + " median " + times[4] + " ms, slowest " + times[8]);
            assertThat(times[4]).as(path).isLessThan(200);
        }
    }

    private static long time(String path) {
        long start = System.nanoTime();
        page(path).then().statusCode(200);
        return (System.nanoTime() - start) / 1_000_000;
    }

    private Response rule(String dataClass, String days) {
        return form().formParam("dataClass", dataClass).formParam("days", days).post(PATH + "/rules");
    }

    private String keptDays(String dataClass) {
        return database.text("SELECT keep_days FROM retention_rules WHERE data_class = '" + dataClass + "'");
    }

    private static Response page(String path) {
        return given().accept("text/html").redirects().follow(false).get(path);
    }

    private static RequestSpecification form() {
        String token = page(PATH).getCookie("andon_csrf");
        return given().accept("text/html")
                .redirects()
                .follow(false)
                .cookie("andon_csrf", token)
                .formParam("csrf", token);
    }
}
