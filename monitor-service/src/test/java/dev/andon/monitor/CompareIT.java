package dev.andon.monitor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import dev.andon.monitor.testing.LineStory;
import dev.andon.monitor.testing.StoryTraces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two traces side by side: what the page says, and the ways to it with scripts and without. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class CompareIT {
    private static final String SLOW = LineStory.exemplar();
    private static final String QUICK = LineStory.quick();

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void tell_the_story_once() throws Exception {
        if (database.number("SELECT count(*) FROM trace_summaries") == 0) {
            new LineStory(database, Instant.now()).tell();
        }
    }

    @Test
    void the_answer_stands_first_and_names_what_makes_the_difference_and_where() {
        String html =
                page("/traces/compare?a=" + SLOW + "&b=" + QUICK).asString().replace("\u00a0", " ");
        assertThat(html)
                .contains("SD-AUTH-0142 took 8 min 52 s, 1 min longer than SD-DOCS-0012")
                .contains("<strong>mistral-large-2</strong> is <strong>84 % of the difference</strong>")
                .contains("It is in <strong>chat mistral-large-2</strong> of GATE_PRD_REQUIRED: 1 min 16 s in 3 spans")
                .contains("<strong>+1 min</strong>");
        assertThat(page("/traces/compare?a=" + QUICK + "&b=" + SLOW).asString().replace("\u00a0", " "))
                .contains("SD-DOCS-0012 took 7 min 52 s, 1 min less than SD-AUTH-0142");
        assertThat(page("/traces/compare?a=" + SLOW + "&b=" + SLOW).asString())
                .contains("as long as Trace " + SLOW.substring(0, 8))
                .contains("Both wait for the same things about as long.");
    }

    @Test
    void a_typical_and_a_fast_trace_of_the_same_root_are_found_and_named() {
        database.execute("DELETE FROM trace_summaries WHERE trace_id NOT IN ('" + SLOW + "', '" + QUICK
                + "', '0be44d1c97aa1f02a6d9013be8f7c254')");
        assertThat(page("/traces/compare?a=" + SLOW + "&b=fast").header("Location"))
                .endsWith("/traces/compare?a=" + SLOW + "&b=" + QUICK);
        assertThat(page("/traces/compare?a=" + QUICK + "&b=typical").header("Location"))
                .endsWith("/traces/compare?a=" + QUICK + "&b=0be44d1c97aa1f02a6d9013be8f7c254");
        database.execute("UPDATE trace_summaries SET root_name = 'other' WHERE trace_id <> '" + SLOW + "'");
        try {
            page("/traces/compare?a=" + SLOW + "&b=fast").then().statusCode(200);
            assertThat(page("/traces/compare?a=" + SLOW + "&b=fast").asString())
                    .contains("No other trace of sd.deliver succeeded");
        } finally {
            database.execute("UPDATE trace_summaries SET root_name = 'sd.deliver'");
        }
    }

    @Test
    void what_is_missing_is_asked_for_and_what_is_unknown_is_said() {
        assertThat(page("/traces/compare").asString()).contains("Pick two traces.");
        assertThat(page("/traces/compare?t=" + SLOW).header("Location")).endsWith("/traces/compare?a=" + SLOW);
        assertThat(page("/traces/compare?a=" + SLOW).asString())
                .contains("One trace is picked; pick another.")
                .contains("With a typical one");
        Response unknown = page("/traces/compare?a=" + SLOW + "&b=%3Cscript%3E");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.asString()).contains("No span of trace &lt;script&gt; is kept");
    }

    @Test
    void a_trace_whose_root_is_missing_is_compared_as_far_as_it_is_here() throws Exception {
        String open = "0bec0bec0bec0bec0bec0bec0bec0bec";
        new StoryTraces(database).write(open, Instant.now().minusSeconds(600), true);
        database.execute("DELETE FROM workflow_trace_log WHERE trace_id = '" + open + "' AND parent_span_id IS NULL");
        assertThat(page("/traces/compare?a=" + open + "&b=" + SLOW).asString())
                .contains("<strong>A is open.</strong>")
                .contains("What makes the difference");
        database.execute("UPDATE workflow_trace_log SET parent_span_id = NULL WHERE trace_id = '" + open
                + "' AND span_name = 'orchestrate sub-agents'");
        assertThat(page("/traces/compare?a=" + SLOW + "&b=" + open).asString())
                .contains("spans of B miss their parent.</strong>");
    }

    @Test
    void two_boxes_of_the_list_make_a_comparison_without_scripts() {
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(
                    base.resolve("/traces?range=7d&min=470s&max=540s&q=SD-").toString());
            page.locator("input[value='" + SLOW + "']").check();
            page.locator("input[value='" + QUICK + "']").check();
            page.locator("[data-compare]").click();
            assertThat(page.url()).contains("/traces/compare?a=").contains(SLOW).contains(QUICK);
            assertThat(page.locator("h2.headline").innerText()).contains("SD-AUTH-0142");
            page.navigate(base.resolve("/traces/" + SLOW).toString());
            page.locator("details.menu summary").click();
            page.getByText("with a fast sd.deliver").click();
            assertThat(page.url()).contains("/traces/compare?a=" + SLOW + "&b=");
        }
    }

    @Test
    void x_picks_two_rows_and_c_compares_them() {
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(base.resolve("/traces?range=7d").toString());
            for (String key : new String[] {"c", "j", "x", "j", "x", "j", "x"}) {
                page.keyboard().press(key);
            }
            assertThat(page.locator("[data-pick]:checked").count())
                    .as("two at most")
                    .isEqualTo(2);
            assertThat(page.locator("[data-pick]").first().isChecked())
                    .as("the first gives way")
                    .isFalse();
            page.keyboard().press("c");
            page.waitForURL("**/traces/compare?a=*&b=*");
        }
    }

    private static Response page(String path) {
        return given().accept("text/html")
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .get(path);
    }
}
