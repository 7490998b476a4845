package dev.andon.monitor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.LineStory;
import dev.andon.monitor.testing.StoryTraces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages answer over HTTP, without a browser: words of every state, forms, headers, sizes. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesHttpIT {
    private static final String FRESH = "ab12ab12ab12ab12ab12ab12ab12ab12";
    private static final int ROWS_BUDGET_ZIPPED = 14_000;

    TestDatabase database;

    @BeforeEach
    void tell_the_story_unless_the_test_is_about_nothing() throws Exception {
        if (told || database.number("SELECT count(*) FROM trace_summaries") > 0) {
            return;
        }
        if (emptySeen) {
            new LineStory(database, Instant.now()).tell();
            told = true;
        }
    }

    private static boolean emptySeen;
    private static boolean told;

    @Test
    @Order(1)
    void an_empty_installation_says_where_to_send_traces() {
        emptySeen = true;
        page("/").then().body(containsString("No traces yet")).body(containsString("http://localhost:4318"));
        page("/bottlenecks").then().body(containsString("No analysis yet"));
        page("/traces").then().body(containsString("No traces in this range"));
        page("/executions").then().body(containsString("No execution in this range"));
        page("/improvements").then().body(containsString("None here"));
    }

    @Test
    @Order(2)
    void the_overview_says_what_holds_the_line_up_with_its_neighbours() {
        String html = page("/").asString().replace("\u00a0", " ");
        assertThat(html)
                .contains("GATE_PRD_REQUIRED takes 41.6 s, 8.3 times its baseline")
                .contains("<strong>87 % of the growth</strong>")
                .contains("<strong>11 h 6 min</strong>")
                .contains("39.8 – 43.1 s")
                .contains("1 186 runs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bottlenecks/gate/GATE_PRD_REQUIRED",
                "/bottlenecks/gate%2Bsd_type/GATE_TEST_COVERAGE%2Bsecurity",
                "/bottlenecks/operation/agent-worker%20POST%20/v1/chat%2Btools%3Fx%3D1",
                "/bottlenecks/operation?key=agent-worker%20POST%20/v1/chat%2Btools%3Fx%3D1"
            })
    @Order(3)
    void a_dimension_is_found_whatever_is_in_its_key(String path) {
        given().urlEncodingEnabled(false)
                .accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .body(containsString("Distribution"));
    }

    @Test
    @Order(3)
    void the_links_of_the_list_lead_to_the_pages_of_odd_keys() {
        String html = page("/bottlenecks").asString();
        assertThat(html).contains("/bottlenecks/operation/agent-worker%20POST%20/v1/chat%2Btools%3Fx%3D1");
    }

    @Test
    @Order(3)
    void a_list_narrows_and_sorts_by_its_address() {
        page("/bottlenecks?by=model")
                .then()
                .body(containsString("mistral-large-2"))
                .body(not(containsString(">RCA<")));
        page("/bottlenecks?q=nothing").then().body(containsString("No dimension matches"));
        String html = page("/bottlenecks?sort=name").asString();
        assertThat(html.indexOf(">DESIGN<")).isLessThan(html.indexOf(">TESTING<"));
    }

    @Test
    @Order(4)
    void a_trace_is_found_and_opens_before_the_fold_has_seen_it() throws Exception {
        new StoryTraces(database).write(FRESH, Instant.now().minus(Duration.ofMinutes(3)), false);
        page("/traces").then().body(containsString("/traces/" + FRESH)).body(containsString(">new<"));
        page("/traces/" + FRESH).then().statusCode(200).body(containsString("GATE_PRD_REQUIRED"));
        page("/traces?service=nobody").then().body(not(containsString(FRESH)));
    }

    @Test
    @Order(4)
    void pages_of_traces_follow_each_other_without_gap_or_repeat() {
        java.util.Set<String> seen = new java.util.HashSet<>();
        String path = "/traces?range=30d&model=gpt-4.1";
        int pages = 0;
        for (; path != null && pages < 30; pages++) {
            String html = page(path).asString();
            Matcher row = Pattern.compile("<a href=\"/traces/([0-9a-f]{32})\">").matcher(html);
            while (row.find()) {
                assertThat(seen.add(row.group(1))).as(row.group(1)).isTrue();
            }
            Matcher next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(html);
            path = next.find() ? next.group(1).replace("&amp;", "&") : null;
        }
        seen.remove(FRESH);
        assertThat(seen)
                .hasSize((int) database.number("SELECT count(*) FROM trace_summaries WHERE 'gpt-4.1' = ANY (models)"));
    }

    @ParameterizedTest
    @CsvSource({"'', true", "&status=error, bool_or(status = 'ERROR')", "&status=open, not bool_and(complete)"})
    @Order(4)
    void pages_of_executions_are_whole_and_in_order_whatever_narrows_them(String query, String narrowed) {
        List<String> seen = new ArrayList<>();
        String path = "/executions?range=30d" + query;
        while (path != null) {
            String html = page(path).asString();
            Matcher row = Pattern.compile(
                            "<th scope=\"row\"><a href=\"[^\"]+\">([^<]+)</a>.*?<a href=\"[^\"]+\">(\\d+)</a>")
                    .matcher(html);
            while (row.find()) {
                seen.add(row.group(1) + " " + row.group(2));
            }
            Matcher next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(html);
            path = next.find() ? next.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen)
                .isNotEmpty()
                .isEqualTo(database
                        .rows("SELECT workflow_execution_id || ' ' || count(*) FROM trace_summaries"
                                + " WHERE workflow_execution_id IS NOT NULL GROUP BY workflow_execution_id HAVING "
                                + narrowed + " ORDER BY max(started_at) DESC, workflow_execution_id COLLATE \"C\"")
                        .stream()
                        .map(List::getFirst)
                        .toList());
    }

    @Test
    @Order(4)
    void a_search_without_a_match_names_the_filter_to_drop() {
        page("/traces?range=7d&status=error&min=1000h")
                .then()
                .body(containsString("No trace matches"))
                .body(containsString("Drop it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/bottlenecks?by=gate&q=RCA | Without <em>name RCA</em> there are 2.",
                "/bottlenecks?by=gate&q=RCA&state=watched | Dropping one filter does not help.",
                "/executions?range=7d&q=sd-&status=ok&sd_type=none | Without <em>type none</em> there are",
                "/executions?range=7d&q=nobody&status=open | Without <em>text nobody</em> there are",
                "/traces?range=7d&service=nobody&min=1ms | Without <em>service nobody</em> there are more than 1\u00a0000.",
                "/improvements?status=dismissed | Without the filter there are 4."
            })
    @Order(4)
    void a_list_without_a_match_says_which_filter_to_drop(String path, String words) {
        assertThat(page(path).asString()).contains(words);
    }

    @Test
    @Order(4)
    void figures_that_are_old_say_so_on_every_page() {
        String before = database.text("SELECT as_of FROM rollup_watermarks WHERE name = 'spans'");
        database.execute("UPDATE rollup_watermarks SET as_of = as_of - interval '103 minutes' WHERE name = 'spans'");
        try {
            for (String path : new String[] {"/", "/bottlenecks", "/executions", "/improvements", "/runs"}) {
                page(path)
                        .then()
                        .body(containsString("These figures end at"))
                        .body(containsString("1\u00a0h\u00a043\u00a0min ago"));
            }
        } finally {
            database.execute("UPDATE rollup_watermarks SET as_of = '" + before + "' WHERE name = 'spans'");
        }
    }

    @Test
    @Order(5)
    void what_strangers_send_is_text_never_markup() throws Exception {
        String evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'";
        String trace = "dead0000dead0000dead0000dead0000";
        new StoryTraces(database)
                .writeOne(
                        trace,
                        Instant.now().minusSeconds(60),
                        evil,
                        "{\"<b onmouseover=alert(3)>\": \"<svg onload=alert(4)>\", \"nested\": {\"a\": [1, \"</pre><script>\"]}}",
                        "[{\"name\": \"<i>event</i>\", \"time\": \"x\", \"attributes\": {\"k\": \"javascript:alert(5)\"}}]");
        for (String path : new String[] {
            "/traces",
            "/traces/" + trace + "?span=000000000000a001",
            "/traces?q=%3Cscript%3Ealert(1)%3C/script%3E",
            "/search?q=%3Cscript%3Ealert(1)",
            "/bottlenecks?q=%22%3E%3Cscript%3Ealert(1)",
            "/executions?q=%22%3E%3Cscript%3Ealert(1)"
        }) {
            String html = given().urlEncodingEnabled(false)
                    .accept("text/html")
                    .get(path)
                    .asString();
            assertThat(html)
                    .as(path)
                    .doesNotContain("<script>alert", "<img src=x", "<svg onload", "<b onmouseover", "<i>event");
        }
    }

    @Test
    @Order(6)
    void a_form_without_its_token_changes_nothing() {
        given().formParam("type", "tool")
                .formParam("key", "x")
                .formParam("seconds", "1")
                .formParam("multiplier", "2")
                .accept("text/html")
                .post("/settings/thresholds")
                .then()
                .statusCode(403)
                .body(containsString("Refused"));
        assertThat(database.number("SELECT count(*) FROM telemetry_thresholds WHERE dimension_key = 'x'"))
                .isZero();
    }

    @Test
    @Order(6)
    void a_threshold_is_set_and_switched_off_through_its_form() {
        String token = page("/settings/thresholds").getCookie("andon_csrf");
        form(token)
                .formParam("type", "model")
                .formParam("key", "mistral-large-2")
                .formParam("seconds", "3.1")
                .formParam("multiplier", "2")
                .post("/settings/thresholds")
                .then()
                .statusCode(303);
        assertThat(database.text(
                        "SELECT baseline_p50_ms FROM telemetry_thresholds WHERE dimension_key = 'mistral-large-2'"))
                .isEqualTo("3100");
        page("/settings/thresholds").then().body(containsString("mistral-large-2"));
        form(token)
                .formParam("type", "model")
                .formParam("key", "mistral-large-2")
                .post("/settings/thresholds/off")
                .then()
                .statusCode(303);
        assertThat(database.text("SELECT is_active FROM telemetry_thresholds WHERE dimension_key = 'mistral-large-2'"))
                .isEqualTo("f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "abc", "NaN", "1e400"})
    @Order(6)
    void a_baseline_that_is_none_comes_back_with_what_is_wrong(String seconds) {
        String token = page("/settings/thresholds").getCookie("andon_csrf");
        form(token)
                .formParam("type", "tool")
                .formParam("key", "y")
                .formParam("seconds", seconds)
                .formParam("multiplier", "2")
                .post("/settings/thresholds")
                .then()
                .statusCode(422)
                .body(containsString("The baseline is a number of seconds"));
    }

    @Test
    @Order(7)
    void asking_for_an_analysis_queues_one_and_shows_its_progress() {
        String token = page("/bottlenecks").getCookie("andon_csrf");
        form(token).post("/runs").then().statusCode(303);
        form(token).post("/runs").then().statusCode(303);
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs WHERE status = 'QUEUED'"))
                .isOne();
        page("/bottlenecks").then().body(containsString("The analysis is queued"));
        String run = database.text("SELECT run_id FROM telemetry_analysis_runs WHERE status = 'QUEUED'");
        given().get("/runs/" + run + "/progress")
                .then()
                .statusCode(200)
                .body(containsString("hx-trigger=\"every 1s\""));
        database.execute(
                "UPDATE telemetry_analysis_runs SET status = 'FAILED', finished_at = now(), error_detail = 'told' WHERE status = 'QUEUED'");
        given().get("/runs/" + run + "/progress").then().header("HX-Refresh", "true");
    }

    @Test
    @Order(8)
    void pages_and_assets_carry_the_headers_that_keep_them_safe_and_fast() {
        Response html = page("/");
        html.then()
                .header("Content-Security-Policy", containsString("script-src 'self' 'sha256-"))
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff");
        assertThat(html.header("Content-Security-Policy")).doesNotContain("script-src 'self' 'unsafe-inline'");
        String css = html.asString().replaceAll("(?s).*href=\"(/assets/andon-[^\"]+)\".*", "$1");
        given().get(css).then().statusCode(200).header("Cache-Control", containsString("immutable"));
        given().get("/assets/andon-000000000000.css").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/bottlenecks",
                "/traces?range=7d",
                "/bottlenecks/gate/GATE_PRD_REQUIRED",
                "/settings/thresholds"
            })
    @Order(8)
    void a_page_is_small_and_quick(String path) throws Exception {
        page(path);
        long start = System.nanoTime();
        byte[] html = page(path).asByteArray();
        long ms = (System.nanoTime() - start) / 1_000_000;
        assertThat(zipped(html)).as("zipped").isLessThan(ROWS_BUDGET_ZIPPED);
        assertThat(ms).as("ms").isLessThan(1_000);
    }

    @Test
    @Order(8)
    void what_is_not_there_is_said_in_a_page_or_in_a_problem_document() {
        page("/traces/00000000000000000000000000000001")
                .then()
                .statusCode(404)
                .body(containsString("No span of trace"));
        page("/no/such/page").then().statusCode(404).body(containsString("Nothing here"));
        given().accept("application/json")
                .get("/no/such/page")
                .then()
                .statusCode(404)
                .contentType(containsString("problem+json"));
        page("/runs/not-an-id").then().statusCode(404);
        page("/improvements/999999").then().statusCode(404);
    }

    @Test
    @Order(8)
    void the_palette_finds_dimensions_work_items_and_traces() {
        given().get("/search?as=json&q=prd_req").then().body("title", hasItem("GATE_PRD_REQUIRED"));
        given().get("/search?as=json&q=sd-auth-0142").then().body("title", hasItem("SD-AUTH-0142"));
        given().get("/search?as=json&q=7c1f0e9a").then().body("href", hasItem("/traces/" + LineStory.exemplar()));
    }

    @ParameterizedTest
    @CsvSource({
        "/traces?service=a%00b, service",
        "/bottlenecks/gate/a%00b, key",
        "/executions?from=2026-11-19&to=2026-11-18, from",
        "/bottlenecks/gate/GATE_PRD_REQUIRED?from=2026-11-01&to=%2B999999999-12-31T23:59:59Z, to",
        "/executions?from=0000-01-01, from",
        "/traces?min=9e18ms, min",
    })
    @Order(5)
    void what_an_address_cannot_mean_is_refused_by_name(String path, String field) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(400).body("field", equalTo(field));
        given().urlEncodingEnabled(false)
                .accept("text/html")
                .get(path)
                .then()
                .statusCode(400)
                .body(containsString("That cannot be done"));
    }

    @Test
    @Order(5)
    void a_form_with_the_character_zero_changes_nothing() {
        String token = page("/settings/thresholds").getCookie("andon_csrf");
        form(token)
                .formParam("type", "gate")
                .formParam("key", "a\0b")
                .formParam("seconds", "1")
                .formParam("multiplier", "2")
                .post("/settings/thresholds")
                .then()
                .statusCode(400)
                .body(containsString("key must be text without the character U+0000"));
    }

    private static Response page(String path) {
        return given().accept("text/html").redirects().follow(false).get(path);
    }

    private static io.restassured.specification.RequestSpecification form(String token) {
        return given().accept("text/html")
                .redirects()
                .follow(false)
                .cookie("andon_csrf", token)
                .formParam("csrf", token);
    }

    private static int zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        }
        return out.size();
    }
}
