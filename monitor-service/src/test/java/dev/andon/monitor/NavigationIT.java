package dev.andon.monitor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.Browser;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One navigation over all areas: by links, by keys, on a phone, and without motion for those who want none. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class NavigationIT {
    private static final Pattern AREA = Pattern.compile("<a href=\"([^\"]+)\" data-go=\"(.)\" title=\"([^\"]+)\"");
    private static final Pattern CURRENT = Pattern.compile("data-go=\"(.)\" title=\"[^\"]+\" aria-current=\"page\"");

    TestDatabase database;

    @TestHTTPResource
    URI base;

    @Test
    void every_area_is_in_the_one_rail_which_marks_where_one_is() {
        Map<String, String> areas = areas(html("/"));

        assertThat(areas)
                .containsEntry("o", "/")
                .containsEntry("b", "/bottlenecks")
                .containsEntry("t", "/traces")
                .containsEntry("u", "/dashboard/telemetry")
                .containsEntry("e", "/executions")
                .containsEntry("i", "/improvements")
                .containsEntry("f", "/freshness")
                .containsEntry("p", "/dashboard/privacy")
                .containsEntry("r", "/runs")
                .containsEntry("s", "/settings/thresholds");
        areas.forEach((key, path) -> {
            String page = html(path);
            assertThat(areas(page)).as(path).isEqualTo(areas);
            assertThat(CURRENT.matcher(page).results().map(found -> found.group(1)))
                    .as(path)
                    .containsExactly(key);
            assertThat(page).as(path).contains("<a class=\"skip\" href=\"#main\">", "<main id=\"main\">", "<h1>");
        });
    }

    @Test
    void the_help_names_the_key_of_every_area() {
        String html = html("/");
        String help = html.substring(html.indexOf("then a letter</dt><dd>"));
        List<String> keys = List.of(
                help.substring(help.indexOf("<dd>") + 4, help.indexOf("</dd>")).split(", "));

        assertThat(keys)
                .extracting(key -> key.substring(0, 1))
                .containsExactlyInAnyOrderElementsOf(areas(html).keySet());
    }

    @Test
    void every_area_is_reached_by_its_key() {
        Map<String, String> areas = areas(html("/"));
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(base.resolve("/search").toString());
            areas.forEach((key, path) -> {
                page.keyboard().press("g");
                page.keyboard().press(key);
                page.waitForURL(base.resolve(path).toString());
            });
        }
    }

    @Test
    void on_a_phone_every_area_is_reached_without_scripts() {
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setJavaScriptEnabled(false)
                        .setViewportSize(320, 700)
                        .setIsMobile(true)
                        .setHasTouch(true))) {
            Page page = context.newPage();
            page.navigate(base.resolve("/").toString());
            page.locator(".rail .more a").tap();
            page.locator(".rail a[data-go=f]").tap();
            page.waitForURL("**/freshness");
            assertThat(page.locator("h1").innerText()).isEqualTo("Freshness");
        }
    }

    @Test
    void nothing_moves_for_those_who_want_no_motion() {
        try (BrowserContext context = Browser.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = context.newPage();
            areas(html("/")).forEach((key, path) -> {
                page.navigate(base.resolve(path).toString());
                assertThat(moving(page)).as(path).isEqualTo(List.of());
            });
        }
    }

    /** Elements that an animation or a transition of more than a frame would move. */
    private static Object moving(Page page) {
        return page.evaluate("""
                () => [...document.querySelectorAll('*')].flatMap(e => ['', '::before', '::after'].flatMap(part => {
                  const s = getComputedStyle(e, part || null), most = t => Math.max(...t.split(',').map(parseFloat));
                  return (s.animationName !== 'none' && most(s.animationDuration) > 0.02) || most(s.transitionDuration) > 0.02
                    || s.scrollBehavior === 'smooth' ? [e.tagName + '.' + e.className + part] : [];
                })).slice(0, 3)""");
    }

    private static Map<String, String> areas(String html) {
        Map<String, String> areas = new LinkedHashMap<>();
        AREA.matcher(html)
                .results()
                .forEach(area -> assertThat(areas.put(area.group(2), area.group(1)))
                        .as("a key used twice")
                        .isNull());
        return areas;
    }

    private static String html(String path) {
        return given().get(path).then().statusCode(200).extract().asString();
    }
}
