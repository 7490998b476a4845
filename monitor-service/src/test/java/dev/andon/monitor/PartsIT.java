package dev.andon.monitor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import dev.andon.monitor.testing.LineStory;
import dev.andon.monitor.testing.StoryChecks;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of which one part cannot be read: it says so in its place with a way on, and the rest is as ever. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class PartsIT {
    private static final List<String> PAGES = List.of(
            "/",
            "/bottlenecks",
            "/bottlenecks/gate/GATE_PRD_REQUIRED",
            "/traces?range=7d",
            "/executions?range=7d",
            "/improvements",
            "/runs",
            "/freshness",
            "/dashboard/privacy",
            "/settings/thresholds",
            "/search?q=gate");

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void tell_the_story_once() throws Exception {
        if (database.number("SELECT count(*) FROM trace_summaries") == 0) {
            new LineStory(database, Instant.now()).tell();
            new StoryChecks(database, Instant.now()).tell();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace_summaries",
                "trace_rollups",
                "dimension_rollups",
                "rollup_watermarks",
                "span_batches",
                "workflow_trace_log",
                "telemetry_analysis_runs",
                "monitor_runs",
                "monitor_results",
                "monitor_alert_messages",
                "gdpr_audit_log",
                "gdpr_audit_heads",
                "retention_rules",
                "retention_holds",
                "retention_runs",
                "telemetry_thresholds",
                "telemetry_threshold_audit",
                "continuous_improvements"
            })
    void no_table_takes_a_page_with_it(String table) {
        withoutRight(table, () -> {
            for (String path : PAGES) {
                assertThat(page(path).statusCode()).as(path).isEqualTo(200);
            }
        });
        for (String path : PAGES) {
            assertThat(page(path).asString()).as(path).doesNotContain("could not be read");
        }
    }

    @Test
    void a_part_that_fails_says_why_and_what_to_do_and_the_rest_is_current() {
        withoutRight("trace_rollups", () -> {
            String html = page("/").asString();
            assertThat(html)
                    .contains("GATE_PRD_REQUIRED takes")
                    .contains("Newest improvements")
                    .contains("<h3>The traffic could not be read</h3>")
                    .contains("The database role lacks a right")
                    .contains("The rest of the page is current.")
                    .contains(">Try again</a>")
                    .containsPattern("Request <code>[0-9a-f]{16}</code>");
        });
    }

    @Test
    void what_depends_on_a_part_that_failed_is_left_out_or_shown_without_it() {
        withoutRight("dimension_rollups", () -> {
            assertThat(page("/").asString())
                    .contains("GATE_PRD_REQUIRED takes")
                    .contains("<h3>The trend could not be read</h3>");
            assertThat(page("/bottlenecks").asString()).contains("Ranked by time lost", ">GATE_PRD_REQUIRED<");
        });
        withoutRight(
                "telemetry_analysis_runs",
                () -> assertThat(page("/bottlenecks/gate/GATE_PRD_REQUIRED").asString())
                        .contains("What the last analysis says could not be read.")
                        .contains("Distribution"));
        withoutRight(
                "span_batches",
                () -> assertThat(page("/traces?range=7d").asString())
                        .contains("The traces of the last seconds are missing.")
                        .contains("SD-AUTH-0142"));
    }

    @Test
    void a_waterfall_is_there_without_the_comparison_of_its_span() {
        String path = "/traces/" + LineStory.exemplar() + "?span=000000000000a00a";
        withoutRight(
                "dimension_rollups",
                () -> assertThat(page(path).asString())
                        .contains("prd_lint", "Attributes", "The comparison with spans like it could not be read"));
    }

    @Test
    void a_part_that_hangs_is_given_up_while_the_rest_is_shown() throws Exception {
        long start = System.nanoTime();
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE dimension_rollups IN ACCESS EXCLUSIVE MODE");
            String html = page("/").asString();
            assertThat(html)
                    .contains("GATE_PRD_REQUIRED takes")
                    .contains("End-to-end time")
                    .contains("<h3>The line could not be read</h3>")
                    .contains("The database took too long");
            other.rollback();
        }
        assertThat((System.nanoTime() - start) / 1_000_000_000)
                .as("seconds for two parts that hang")
                .isBetween(4L, 8L);
        assertThat(page("/").asString()).doesNotContain("could not be read");
    }

    @Test
    void without_a_database_there_is_no_page_but_a_word_about_it() {
        TestDatabase server = new TestDatabase(database.port(), "postgres");
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name()
                + "'; ALTER DATABASE " + database.name() + " RENAME TO away");
        try {
            Response answer = page("/");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.asString()).contains("This page cannot be read now");
        } finally {
            server.execute("ALTER DATABASE away RENAME TO " + database.name());
        }
        assertThat(page("/").statusCode()).isEqualTo(200);
    }

    @Test
    void trying_again_swaps_the_part_in_its_place() {
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            withoutRight("dimension_rollups", () -> {
                page.navigate(
                        base.resolve("/bottlenecks/gate/GATE_PRD_REQUIRED").toString());
                assertThat(page.locator("#figures [role=alert]").count()).isOne();
            });
            page.evaluate("window.stayed = true");
            page.locator("#figures").getByText("Try again").click();
            page.waitForSelector("#figures .tiles");
            assertThat(page.evaluate("window.stayed")).as("not loaded anew").isEqualTo(true);
            assertThat(page.locator("#figures").count()).isOne();
        }
    }

    private void withoutRight(String table, Runnable check) {
        database.execute("REVOKE SELECT ON " + table + " FROM andon_monitor");
        try {
            check.run();
        } finally {
            database.execute("GRANT SELECT ON " + table + " TO andon_monitor");
        }
    }

    private static Response page(String path) {
        return given().accept("text/html").get(path);
    }
}
