package dev.andon.monitor.check.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import dev.andon.monitor.testing.StoryChecks;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of freshness: nothing yet, fresh, stale, old; its button, its histories, its speed after a month. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class FreshnessIT {
    private static final String MONTH_OF_MANY_CHECKS = """
            INSERT INTO monitor_runs (run_id, started_at, finished_at, trigger, scope, status)
            SELECT gen_random_uuid(), at, at, 'command', 'all', 'fresh'
              FROM generate_series(now() - interval '30 days', now(), interval '15 minutes') AS at;
            INSERT INTO monitor_results (run_id, checked_at, check_key, check_group, title, measures, status, value, unit, warn_at,
                                         error_at, detail, page, runbook, took_ms)
            SELECT run_id, started_at, 'check_' || n, 'raw', 'Check ' || n, 'age', 'fresh', 10, 's', 60, 600, 'All is well.', '/freshness',
                   '', 1
              FROM monitor_runs
             CROSS JOIN generate_series(1, 30) AS n;
            ANALYZE monitor_results
            """;

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void begin_with_nothing() {
        database.execute("TRUNCATE monitor_runs CASCADE");
    }

    @Test
    void where_no_check_was_made_the_page_says_how_one_is() {
        assertThat(html("/freshness"))
                .contains(
                        "No check was made yet",
                        "andon monitor check all",
                        "Run checks now",
                        "No run yet.",
                        "MONITOR_ALERT_WEBHOOK_URL")
                .doesNotContain("class=\"strip\"");
        given().get("/freshness/rollup_watermarks")
                .then()
                .statusCode(404)
                .body(containsString("No check named rollup_watermarks was ever made."));
    }

    @Test
    void what_is_wrong_is_said_first_and_shown_with_its_history() {
        new StoryChecks(database, Instant.now()).tell();

        String html = html("/freshness");

        assertThat(html)
                .contains("<strong>Of 7 checks: 1 stale.</strong> Watermark of the fold: It is beyond its limit.")
                .contains("Rollups</th>", "Raw data</th>", "Analysis and loop</th>")
                .contains("2 min, 10 min", "38 – 74")
                .contains("aria-label=\"a check is not fresh\"");
        assertThat(html.substring(html.indexOf("id=\"messages\"")))
                .contains("Failing: Watermark of the fold<br><small>not delivered<")
                .contains("Spans recovered<br><small>delivered<");
        assertThat(cells(html, "Watermark of the fold"))
                .hasSize(48)
                .endsWith("b", "b", "b")
                .startsWith("", "");
        assertThat(cells(html, "Spans<")).contains("o").doesNotContain("b");
        assertThat(cells(html, "Traces, last hour")).containsOnlyOnce("n");
        assertThat(cells(html("/freshness?span=14d"), "Spans<")).hasSize(56).contains("w");
    }

    @Test
    void results_that_nobody_renews_are_shown_as_old() {
        new StoryChecks(database, Instant.now().minusSeconds(3 * 3600)).tell();

        assertThat(html("/freshness"))
                .contains("Nobody has looked since", "3 h ago", "What follows is what was true then.")
                .contains("Watermark of the fold");
    }

    @Test
    void the_button_makes_every_check_and_shows_what_it_found() {
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(base.resolve("/freshness").toString());
            page.getByText("Run checks now").click();
            page.waitForSelector("#checks tbody");

            assertThat(page.url()).endsWith("/freshness");
            assertThat(page.innerText("#checks")).contains("Watermark of the fold");
            assertThat(page.innerText("#runs")).contains("from this page");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target/screenshots/freshness-first-run.png")));
        }
        assertThat(database.rows("SELECT trigger, scope FROM monitor_runs")).containsExactly(List.of("page", "all"));
    }

    @Test
    void a_form_of_another_site_makes_no_check() {
        given().formParam("csrf", "guessed").post("/freshness").then().statusCode(403);

        assertThat(database.number("SELECT count(*) FROM monitor_runs")).isZero();
    }

    @Test
    void one_check_shows_its_values_its_limits_and_when_it_changed() {
        new StoryChecks(database, Instant.now()).tell();

        String html = html("/freshness/rollup_watermarks");

        assertThat(html)
                .contains("Watermark of the fold is stale.", "Check that an analyzer is up")
                .contains("aria-label=\"Watermark of the fold, lag: ", ">stale<", ">warning<")
                .containsPattern("1(5[5-9]|6[0-1]) results");
        assertThat(html.split("<tr data-row>")).hasSize(3);
        assertThat(html("/freshness/trace_volume")).contains("href=\"/traces\"");
        assertThat(html("/freshness/trace_volume?span=14d")).contains("Not done within 5000 ms.");
    }

    @Test
    void after_a_month_of_thirty_checks_the_page_is_there_within_200_ms() {
        database.execute(MONTH_OF_MANY_CHECKS);
        for (String path : List.of("/freshness", "/freshness?span=14d", "/freshness/check_7?span=14d")) {
            html(path);
            long[] ms = LongStream.generate(() -> {
                        long start = System.nanoTime();
                        html(path);
                        return (System.nanoTime() - start) / 1_000_000;
                    })
                    .limit(7)
                    .sorted()
                    .toArray();
            System.out.println(path + " after a month: median " + ms[3] + " ms");
            assertThat(ms[3]).as(path).isLessThan(200);
        }
    }

    private static String html(String path) {
        return given().get(path).then().statusCode(200).extract().asString().replace("\u00a0", " ");
    }

    /** The styles of the cells in the row of a check. */
    private static List<String> cells(String html, String title) {
        String row = html.substring(html.indexOf('>' + title));
        String strip = row.substring(row.indexOf("class=\"strip\""));
        return java.util.regex.Pattern.compile("<i(?: class=\"(.)\")?></i>")
                .matcher(strip.substring(0, strip.indexOf("</span>")))
                .results()
                .map(cell -> cell.group(1) == null ? "" : cell.group(1))
                .toList();
    }
}
