package dev.andon.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page of LLM usage in a browser whose request for figures is answered by the test. The service asks its database for nothing
 * meanwhile, which PostgreSQL itself says: none of its sessions began a query, and it has no right to read the tables.
 */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class UsageSmokeIT {
    private static final String QUERIES = """
            SELECT count(*) || ' sessions, newest query at ' || coalesce(max(query_start)::text, 'never')
              FROM pg_stat_activity
             WHERE datname = current_database()
               AND pid <> pg_backend_pid()
            """;
    private static final String TABLES =
            "rollup_watermarks, span_batches, continuous_improvements, chat_telemetry, chat_telemetry_rollups, monitor_runs";
    private static final String FIGURES = """
            {"range":{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","step_seconds":3600},
             "freshness":{"state":"%s","detail":"%s","newest_bucket":"2026-03-01T23:00:00Z","newest_row":"2026-03-01T23:59:00Z",
              "as_of":"2026-03-02T00:00:00Z","checked_at":"2026-03-02T05:00:00Z","bucket_age_seconds":21600,"row_age_seconds":18060},
             "totals":{"requests":1234,"errors":5,"input_tokens":7,"output_tokens":8,"priced_requests":0,"cost_usd":null,
              "latency_p50_ms":250.5,"latency_p95_ms":61000},
             "before":{"requests":0,"errors":0,"input_tokens":0,"output_tokens":0,"priced_requests":0,"cost_usd":null,
              "latency_p50_ms":null,"latency_p95_ms":null},
             "series":[{"at":"2026-03-01T10:00:00Z","requests":1234,"errors":5,"latency_p50_ms":250.5,"latency_p95_ms":61000}],
             "domains":[{"name":"<b>x</b>","requests":1234,"errors":5,"input_tokens":7,"output_tokens":8,"cost_usd":null,
              "latency_p50_ms":250.5,"latency_p95_ms":61000}],"models":[]}
            """;
    private static final String NOTHING = """
            {"range":{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","step_seconds":3600},
             "freshness":{"state":"empty","detail":"No chat request has come yet.","newest_bucket":null,"newest_row":null,"as_of":null,
              "checked_at":"2026-03-02T00:00:00Z","bucket_age_seconds":null,"row_age_seconds":null},
             "totals":{"requests":0,"errors":0,"input_tokens":0,"output_tokens":0,"priced_requests":0,"cost_usd":null,
              "latency_p50_ms":null,"latency_p95_ms":null},
             "before":{"requests":0,"errors":0,"input_tokens":0,"output_tokens":0,"priced_requests":0,"cost_usd":null,
              "latency_p50_ms":null,"latency_p95_ms":null},
             "series":[],"domains":[],"models":[]}
            """;

    /** An answer and what a person reads of it. */
    private enum Answer {
        FRESH(
                FIGURES.formatted("fresh", "Requests keep coming."),
                List.of("1\u00a0234", "251\u00a0ms", "1\u00a0min 1\u00a0s")),
        STALE(
                FIGURES.formatted("stale", "No chat request has come within 2 h."),
                List.of("No chat request has come within 2 h.", "1\u00a0234", "<b>x</b>")),
        EMPTY(NOTHING, List.of("No chat request yet", "/api/v1/chat/telemetry"));

        private final String body;
        private final List<String> words;

        Answer(String body, List<String> words) {
            this.body = body;
            this.words = words;
        }

        String state() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void without_any_right_to_read() {
        database.execute("REVOKE SELECT ON " + TABLES + " FROM andon_monitor");
    }

    @ParameterizedTest
    @EnumSource(Answer.class)
    void the_page_shows_an_intercepted_answer_and_no_database_is_called(Answer answer) {
        List<String> complaints = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        String before = database.text(QUERIES);
        try (BrowserContext context = Browser.get().newContext()) {
            context.route("**/api/dashboard/telemetry**", route -> {
                asked.add(route.request().url());
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(answer.body));
            });
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(base.resolve("/dashboard/telemetry").toString());
            page.waitForSelector("#usage[data-state=" + answer.state() + "]");

            assertThat(page.innerText("main")).contains(answer.words);
            assertThat(shift(page)).isLessThan(0.01);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target/screenshots/usage-intercepted-" + answer.state() + ".png")));
        }
        assertThat(asked).hasSize(1);
        assertThat(complaints).isEmpty();
        assertThat(database.text(QUERIES)).as("what PostgreSQL was asked").isEqualTo(before);
    }

    @Test
    void without_scripts_the_page_says_where_its_figures_come_from() {
        String before = database.text(QUERIES);
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(base.resolve("/dashboard/telemetry").toString());

            assertThat(page.innerText("main")).contains("from /api/dashboard/telemetry");
        }
        assertThat(database.text(QUERIES)).isEqualTo(before);
    }

    private static double shift(Page page) {
        Object shift = page.evaluate(
                "() => new Promise(done => new PerformanceObserver(l => done(l.getEntries().reduce((s, e) => s"
                        + " + e.value, 0))).observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => done(0), 300))");
        return ((Number) shift).doubleValue();
    }
}
