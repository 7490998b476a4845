package dev.andon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import dev.andon.monitor.testing.LineStory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in both themes and three widths: no error, no sideways overflow, no foreign host; screenshots are kept. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class PagesIT {
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("overview", "/"),
            Map.entry("bottlenecks", "/bottlenecks"),
            Map.entry("bottleneck", "/bottlenecks/gate/GATE_PRD_REQUIRED"),
            Map.entry("thresholds", "/settings/thresholds"),
            Map.entry("runs", "/runs"),
            Map.entry("traces", "/traces?range=7d"),
            Map.entry("traces-none", "/traces?range=7d&service=nobody&status=error"),
            Map.entry("trace", "/traces/" + LineStory.exemplar()),
            Map.entry("trace-span", "/traces/" + LineStory.exemplar() + "?span=000000000000a00a"),
            Map.entry("executions", "/executions?range=7d"),
            Map.entry("improvements", "/improvements"),
            Map.entry("improvement", "/improvements/3"),
            Map.entry("search", "/search?q=gate"),
            Map.entry("missing", "/nothing/here"));
    private static final int[] WIDTHS = {1440, 900, 390};

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void tell_the_story_once() throws Exception {
        if (database.number("SELECT count(*) FROM trace_summaries") == 0) {
            new LineStory(database, Instant.now()).tell();
        }
    }

    static Stream<Arguments> pages() {
        return PAGES.entrySet().stream()
                .flatMap(page ->
                        Stream.of("light", "dark").map(theme -> Arguments.of(page.getKey(), page.getValue(), theme)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_holds_in_every_width(String name, String path, String theme) {
        for (int width : WIDTHS) {
            com.microsoft.playwright.Browser.NewContextOptions options =
                    new com.microsoft.playwright.Browser.NewContextOptions()
                            .setViewportSize(width, width < 500 ? 844 : 900)
                            .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT);
            List<String> complaints = new ArrayList<>();
            try (BrowserContext context = Browser.get().newContext(options)) {
                Page page = context.newPage();
                page.onConsoleMessage(message -> {
                    boolean expected = name.equals("missing") && message.text().contains("404");
                    if (!expected && List.of("error", "warning").contains(message.type())) {
                        complaints.add(message.text());
                    }
                });
                page.onPageError(complaints::add);
                page.onRequest(request -> {
                    if (!request.url().startsWith(base.toString())
                            && !request.url().startsWith("data:")) {
                        complaints.add("foreign host: " + request.url());
                    }
                });
                page.navigate(base.resolve(path).toString());
                page.waitForLoadState();
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target/screenshots/" + name + "-" + theme + "-" + width + ".png")));
                Object overflow =
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assertThat(((Number) overflow).intValue())
                        .as("%s at %d px", path, width)
                        .isLessThanOrEqualTo(0);
            }
            assertThat(complaints).as("%s at %d px", path, width).isEmpty();
        }
    }
}
