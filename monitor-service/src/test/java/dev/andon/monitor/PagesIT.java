package dev.andon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.microsoft.playwright.options.WaitUntilState;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.privacy.HeadSigner;
import dev.andon.monitor.testing.Browser;
import dev.andon.monitor.testing.LineStory;
import dev.andon.monitor.testing.StoryChecks;
import dev.andon.monitor.testing.StoryLedger;
import dev.andon.monitor.testing.StoryTraces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in both themes, on a desk and on a phone: no error, no sideways overflow, no foreign host; screenshots are kept. */
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
            Map.entry("compare", "/traces/compare?a=" + LineStory.exemplar() + "&b=" + LineStory.quick()),
            Map.entry("compare-ask", "/traces/compare?a=" + LineStory.exemplar()),
            Map.entry("traces-between", "/traces?from=2026-01-30T10:00&to=2026-02-02T11:30&status=error"),
            Map.entry("executions", "/executions?range=7d"),
            Map.entry("usage", "/dashboard/telemetry"),
            Map.entry("freshness", "/freshness"),
            Map.entry("freshness-weeks", "/freshness?span=14d"),
            Map.entry("check", "/freshness/rollup_watermarks"),
            Map.entry("person-requests", "/dashboard/privacy/requests"),
            Map.entry("privacy", "/dashboard/privacy"),
            Map.entry("privacy-none", "/dashboard/privacy?action=nothing"),
            Map.entry("improvements", "/improvements"),
            Map.entry("improvement", "/improvements/3"),
            Map.entry("search", "/search?q=gate"),
            Map.entry("missing", "/nothing/here"));

    /** A page is loaded once on each screen and then narrowed, as when a window is dragged or a phone is turned. */
    private enum Screen {
        DESK(900, false, 1440, 900),
        PHONE(844, true, 390, 320);

        private final int height;
        private final boolean touch;
        private final int[] widths;

        Screen(int height, boolean touch, int... widths) {
            this.height = height;
            this.touch = touch;
            this.widths = widths;
        }

        BrowserContext open(String theme) {
            return Browser.get()
                    .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                            .setViewportSize(widths[0], height)
                            .setIsMobile(touch)
                            .setHasTouch(touch)
                            .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
        }
    }

    TestDatabase database;

    @Inject
    HeadSigner signer;

    @TestHTTPResource
    URI base;

    @BeforeEach
    void tell_the_story_once() throws Exception {
        if (database.number("SELECT count(*) FROM trace_summaries") == 0) {
            new LineStory(database, Instant.now()).tell();
            new StoryChecks(database, Instant.now()).tell();
            new StoryLedger(database).tell();
            signer.begin();
        }
    }

    static Stream<Arguments> pages() {
        return PAGES.keySet().stream()
                .sorted()
                .flatMap(name -> Stream.of("light", "dark")
                        .flatMap(theme -> Stream.of(Screen.values()).map(screen -> Arguments.of(name, theme, screen))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_holds_in_every_width(String name, String theme, Screen screen) {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = screen.open(theme)) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                boolean expected = name.equals("missing") && message.text().contains("404");
                if (!expected && List.of("error", "warning").contains(message.type())) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(base.toString()) && !request.url().startsWith("data:")) {
                    complaints.add("foreign host: " + request.url());
                }
            });
            page.navigate(base.resolve(PAGES.get(name)).toString());
            page.waitForLoadState();
            if (screen == Screen.DESK) {
                complaints.addAll(seriousFindings(page, theme));
            }
            for (int width = 1335; width > 700 && screen == Screen.DESK && theme.equals("light"); width -= 105) {
                page.setViewportSize(width, screen.height);
                complaints.addAll(tooWide(page, width));
            }
            for (int width : screen.widths) {
                page.setViewportSize(width, screen.height);
                complaints.addAll(tooWide(page, width));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target/screenshots/" + name + "-" + theme + "-" + width + ".png")));
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** What reaches out of the page sideways once it is laid out anew; graphs may scroll in a box of their own. */
    @SuppressWarnings("unchecked")
    private static List<String> tooWide(Page page, int width) {
        return ((List<String>) page.evaluate("""
                () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
                  document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
                  [...document.body.querySelectorAll('*')]
                    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                    .map(e => e.outerHTML.slice(0, 120)).slice(0, 3))"""))
                .stream()
                        .map(element -> "wider than " + width + " px: " + element)
                        .toList();
    }

    /** What axe finds against WCAG 2.2 AA that is serious or worse; a theme changes nothing but colours. */
    private static List<String> seriousFindings(Page page, String theme) {
        // The pages have no frames, so nothing is lost without a second page to join their results.
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        AxeBuilder chosen = theme.equals("light")
                ? axe.withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                : axe.withRules(List.of("color-contrast"));
        return chosen.analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                .toList();
    }

    @Test
    void keys_lead_through_the_pages() {
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(base.resolve("/").toString());
            page.keyboard().press("g");
            page.keyboard().press("b");
            page.waitForURL("**/bottlenecks");
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            page.waitForURL("**/bottlenecks/gate/GATE_PRD_REQUIRED");
            page.keyboard().press("Control+k");
            page.keyboard().type("sd-auth-0142");
            page.waitForSelector("#palette-list li:has-text('SD-AUTH-0142')");
            page.keyboard().press("Escape");
            assertThat(page.evaluate("document.querySelector('dialog.palette').open"))
                    .isEqualTo(false);
            page.keyboard().press("?");
            assertThat(page.evaluate("document.getElementById('keys').open")).isEqualTo(true);
            page.keyboard().press("Escape");
            page.navigate(base.resolve("/traces?range=7d").toString());
            page.keyboard().press("/");
            page.keyboard().type("gb");
            assertThat(page.url()).as("keys rest while one types").endsWith("/traces?range=7d");
        }
    }

    @Test
    void brackets_go_back_and_forth_in_time_and_y_copies_a_link() {
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setPermissions(List.of("clipboard-read", "clipboard-write")))) {
            Page page = context.newPage();
            page.navigate(base.resolve("/executions?range=24h").toString());
            page.keyboard().press("[");
            page.waitForURL(url -> url.contains("from=") && url.contains("to="));
            page.keyboard().press("]");
            page.waitForURL("**/executions?range=24h");
            page.keyboard().press("j");
            page.keyboard().press("y");
            page.waitForSelector(".toast:has-text('Link copied')");
            assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                    .startsWith(base + "traces");
        }
    }

    @Test
    void a_fragment_that_fails_says_so_in_its_place_and_comes_when_asked_again() {
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(base.resolve("/traces/" + LineStory.exemplar()).toString());
            page.route(
                    "**/spans/*",
                    route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                            .setStatus(500)
                            .setBody("urn:andon:error:0123456789abcdef")));
            page.locator("#rows tr").nth(1).click();
            page.waitForSelector("#span [role=alert]");
            assertThat(page.locator("#span").innerText()).contains("could not be read", "Request 0123456789abcdef");
            page.unroute("**/spans/*");
            page.locator("#span").getByText("Try again").click();
            page.waitForSelector("#span h2:has-text('LEAD')");
        }
    }

    @Test
    void a_waterfall_is_walked_folded_and_zoomed_by_keys() {
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(base.resolve("/traces/" + LineStory.exemplar()).toString());
            int rows = visibleRows(page);
            page.locator("#rows tr").nth(1).click();
            page.waitForSelector("#span h2:has-text('LEAD')");
            assertThat(page.url()).contains("?span=");
            page.keyboard().press("ArrowLeft");
            assertThat(visibleRows(page)).isEqualTo(rows - 3);
            page.keyboard().press("ArrowRight");
            assertThat(visibleRows(page)).isEqualTo(rows);
            page.keyboard().press("+");
            assertThat(page.locator(".waterfall.zoomed").count()).isOne();
            page.keyboard().press("0");
            assertThat(page.locator(".waterfall.zoomed").count()).isZero();
            page.keyboard().press("c");
            assertThat(visibleRows(page)).isLessThan(rows);
            page.keyboard().press("c");
            page.locator("#rows tr[aria-expanded=false] .twist").first().click();
            page.waitForFunction("n => document.querySelectorAll('#rows tr').length > n", rows + 50);
            page.keyboard().press("e");
            page.waitForSelector("#span h2:has-text('test_runner')");
        }
    }

    @Test
    void a_trace_of_ten_thousand_spans_opens_within_a_second_and_scrolls_on() throws Exception {
        String large = "1a59e0001a59e0001a59e0001a59e000";
        new StoryTraces(database).writeLarge(large, Instant.now().minus(Duration.ofDays(2)), 10_000);
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(base.resolve("/traces/" + large).toString());
            long start = System.nanoTime();
            page.navigate(
                    base.resolve("/traces/" + large + "?fold=none").toString(),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
            page.locator("#rows tr")
                    .nth(150)
                    .waitFor(new com.microsoft.playwright.Locator.WaitForOptions()
                            .setState(WaitForSelectorState.ATTACHED));
            long ms = (System.nanoTime() - start) / 1_000_000;
            System.out.println("10 000 spans open in " + ms + " ms");
            assertThat(ms).isLessThan((long) (1_000 * busy()));
            assertThat(page.locator("#rows tr[data-row]").count()).isEqualTo(200);
            page.locator(".more-rows").scrollIntoViewIfNeeded();
            page.waitForFunction("() => document.querySelectorAll('#rows tr[data-row]').length >= 400");
        }
    }

    @Test
    void without_scripts_everything_is_read_by_links_and_forms() {
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(base.resolve("/traces?range=7d").toString());
            page.locator("input[name=q]").fill("SD-AUTH-0142");
            page.locator("input[name=q]").press("Enter");
            assertThat(page.locator("tbody tr").count()).isPositive();
            page.locator("tbody th a").first().click();
            page.locator("#rows a").nth(3).click();
            assertThat(page.locator("#span h2").innerText()).isNotBlank();
            assertThat(page.locator("#span .attributes").count()).isPositive();
            page.navigate(base.resolve("/bottlenecks/gate/GATE_PRD_REQUIRED").toString());
            assertThat(page.locator("#trend svg path.now-line").count()).isPositive();
        }
    }

    @Test
    void the_trend_zooms_in_echarts_under_the_same_policy() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(base.resolve("/bottlenecks/gate/GATE_PRD_REQUIRED").toString());
            page.getByText("Zoom", new Page.GetByTextOptions().setExact(true)).click();
            page.waitForSelector("#trend canvas");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/trend-zoom.png")));
        }
        assertThat(complaints).isEmpty();
    }

    private static int visibleRows(Page page) {
        Object count = page.evaluate(
                "[...document.querySelectorAll('#rows tr[data-row]')].filter(r => r.offsetParent).length");
        return ((Number) count).intValue();
    }

    /** How many runnable programs share a processor, at least one: what a second of waiting is worth on a busy machine. */
    private static double busy() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
    }
}
