package dev.andon.monitor.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of LLM usage in a browser, and the answer it is made of. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class UsageIT {
    private static final String PATH = "/api/dashboard/telemetry";
    private static final String ROWS = """
            INSERT INTO chat_telemetry (request_id, created_at, source, outcome, domain, model, input_tokens, output_tokens, cost_usd,
                                        latency_ms)
            SELECT 'r' || n, now() - interval '%s' - n * interval '1 minute', 'api', CASE WHEN n %% 10 = 0 THEN 'error' ELSE 'ok' END,
                   CASE WHEN n %% 3 = 0 THEN 'billing' ELSE 'support' END, CASE WHEN n %% 2 = 0 THEN 'large' END, 100, 20,
                   CASE WHEN n %% 4 = 0 THEN 0.01 END, 100 + n
              FROM generate_series(1, 600) AS n;
            SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity');
            UPDATE rollup_watermarks SET as_of = now() WHERE name = 'chat_telemetry'
            """;

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void begin_with_nothing() {
        database.execute("""
                DELETE FROM chat_telemetry;
                SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity');
                UPDATE rollup_watermarks SET as_of = 'epoch' WHERE name = 'chat_telemetry'
                """);
    }

    @Test
    void figures_are_those_of_the_rows() {
        database.execute(ROWS.formatted("0"));

        given().get(PATH + "?range=7d")
                .then()
                .statusCode(200)
                .body(
                        "totals.requests", equalTo(600),
                        "totals.errors", equalTo(60),
                        "totals.input_tokens", equalTo(60_000),
                        "totals.priced_requests", equalTo(150),
                        "totals.cost_usd", equalTo(1.5f),
                        "before.requests", equalTo(0),
                        "before.latency_p50_ms", nullValue(),
                        "domains.name", contains("support", "billing"),
                        "domains.requests", contains(400, 200),
                        "models.name", contains("(unknown)", "large"),
                        "range.step_seconds", equalTo(6 * 3600),
                        "freshness.state", equalTo("fresh"));
        double median = given().get(PATH + "?range=7d").jsonPath().getDouble("totals.latency_p50_ms");
        assertThat(median).isBetween(400.5 * 0.99, 400.5 * 1.01);
    }

    @Test
    void an_hour_at_the_edge_counts_whole_and_what_lies_outside_does_not() {
        database.execute(ROWS.formatted("0"));

        given().get(PATH + "?from=2020-01-01&to=2020-06-01")
                .then()
                .body("totals.requests", equalTo(0), "series", hasSize(0), "domains", hasSize(0));
        assertThat(given().get(PATH + "?range=1h").jsonPath().getInt("totals.requests"))
                .isBetween(60, 120);
        given().get(PATH + "?from=0000-01-01").then().statusCode(400).body("field", equalTo("from"));
    }

    @Test
    void quiet_and_lagging_data_are_stale_and_say_why() {
        database.execute(ROWS.formatted("3 hours"));
        given().get(PATH).then().body("freshness.state", equalTo("stale"), "freshness.detail", containsString("2 h"));

        database.execute(
                "UPDATE rollup_watermarks SET as_of = now() - interval '11 minutes' WHERE name = 'chat_telemetry'");
        given().get(PATH).then().body("freshness.detail", containsString("rollups are behind"));
    }

    @Test
    void with_data_the_page_shows_it() {
        database.execute(ROWS.formatted("0"));
        onPage("usage", "?range=7d", context -> {}, page -> {
            page.waitForSelector("#usage[data-state=fresh]");
            assertThat(page.innerText(".usage-tiles")).contains("600", "10\u00a0%", "1.50");
            assertThat(page.innerText("[data-list=domains]")).contains("support", "400");
            assertThat(page.innerText("#fresh")).contains("newest hour", "request");
            assertThat(page.locator("[data-plot=requests] path").count()).isEqualTo(3);
            assertThat(page.locator(".rail a[aria-current=page]").innerText()).contains("LLM usage");
        });
    }

    @Test
    void without_data_the_page_says_so() {
        onPage("usage-empty", "", context -> {}, page -> {
            page.waitForSelector("#usage[data-state=empty]");
            assertThat(page.innerText(".usage-word")).contains("No chat request yet", "/api/v1/chat/telemetry");
            assertThat(page.innerText("#fresh")).contains("no data yet");
        });
    }

    @Test
    void with_old_data_the_page_shows_it_and_says_how_old_it_is() {
        database.execute(ROWS.formatted("5 hours"));
        onPage("usage-stale", "?range=7d", context -> {}, page -> {
            page.waitForSelector("#usage[data-state=stale]");
            assertThat(page.innerText("#fresh")).contains("stale", "request 5\u00a0h");
            assertThat(page.innerText(".usage-word")).contains("No chat request has come within 2 h.");
            assertThat(page.innerText(".usage-tiles")).contains("600");
        });
    }

    @Test
    void a_failure_is_shown_with_a_way_on() {
        List<Boolean> broken = new ArrayList<>(List.of(true));
        Consumer<BrowserContext> intercept = context -> context.route("**" + PATH + "**", route -> {
            if (broken.getFirst()) {
                route.fulfill(new Route.FulfillOptions().setStatus(503).setBody("{}"));
            } else {
                route.resume();
            }
        });
        onPage("usage-failed", "", intercept, page -> {
            page.waitForSelector("#usage[data-state=failed]");
            assertThat(page.innerText(".usage-word")).contains("could not be read", "503");
            broken.set(0, false);
            page.click(".usage-word button");
            page.waitForSelector("#usage[data-state=empty]");
        });
    }

    private void onPage(String name, String query, Consumer<BrowserContext> prepare, Consumer<Page> look) {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = Browser.get().newContext()) {
            prepare.accept(context);
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.navigate(base.resolve("/dashboard/telemetry" + query).toString());
            look.accept(page);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target/screenshots/" + name + ".png")));
        }
        assertThat(complaints).isEmpty();
    }
}
