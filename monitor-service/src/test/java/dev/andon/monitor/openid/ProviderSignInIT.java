package dev.andon.monitor.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.openid.OpenIdProvider.Person;
import dev.andon.monitor.testing.Browser;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in at an OpenID provider: the whole way there and back, with tokens that are right and tokens that are not. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = OpenIdProvider.class, restrictToAnnotatedClass = true)
class ProviderSignInIT {
    private static final Person LEAD = new Person("u-7", "ada", List.of("line-leads", "everyone"));

    @TestHTTPResource("/")
    URI home;

    TestDatabase database;
    OpenIdProvider provider;

    private CookieManager cookies;
    private HttpClient browser;

    @BeforeEach
    void freshBrowser() {
        database.execute("TRUNCATE sign_in_sessions");
        cookies = new CookieManager();
        browser = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
    }

    @Test
    void a_person_comes_back_signed_in_and_to_the_page_wanted() throws Exception {
        provider.signedIn(LEAD);

        HttpResponse<String> page = get("login/oidc?next=/settings/thresholds");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo("/settings/thresholds");
        assertThat(database.rows("SELECT key_id, subject, name, array_to_string(scopes, ',') FROM sign_in_sessions"))
                .singleElement()
                .satisfies(row -> assertThat(row.subList(0, 3)).containsExactly(null, "u-7", "ada"))
                .satisfies(row -> assertThat(row.getLast()).contains("read", "operate"));
        assertThat(cookies.getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .as("the provider's tokens are let go")
                .contains("andon_session")
                .noneMatch(name -> name.startsWith("q_"));
    }

    @Test
    void the_claim_decides_what_a_person_may() throws Exception {
        provider.signedIn(new Person("u-8", "bob", List.of("viewers")));
        get("login/oidc");
        assertThat(get("").uri().getPath()).isEqualTo("/");
        assertThat(change().statusCode()).isEqualTo(403);

        freshBrowser();
        provider.signedIn(LEAD);
        get("login/oidc");
        assertThat(change().statusCode()).isEqualTo(200);

        freshBrowser();
        provider.signedIn(new Person("u-9", "eve", List.of("others")));
        HttpResponse<String> refused = get("login/oidc");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("you may not see it", "<h1>Sign in to Andon</h1>");
        assertThat(sessions()).isZero();
    }

    @Test
    void the_session_ends_by_signing_out_and_after_its_time() throws Exception {
        provider.signedIn(LEAD);
        get("login/oidc");
        HttpResponse<String> out = browser.send(
                HttpRequest.newBuilder(home.resolve("logout"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(out.uri().getPath()).isEqualTo("/login");
        assertThat(sessions()).isZero();
        assertThat(get("traces").uri().getPath()).isEqualTo("/login");

        get("login/oidc");
        assertThat(get("traces").uri().getPath()).isEqualTo("/traces");
        database.execute("UPDATE sign_in_sessions SET expires_at = now()");
        assertThat(get("traces").uri().getPath()).isEqualTo("/login");
    }

    @Test
    void tokens_that_are_not_right_let_nobody_in() throws Exception {
        provider.signedIn(LEAD);
        provider.signsWithAnotherKey();
        refused();

        provider.signedIn(LEAD);
        provider.tampers(claims -> claims.setAudience("another-client"));
        refused();

        provider.signedIn(LEAD);
        provider.tampers(claims -> claims.setIssuer("https://another.example"));
        refused();

        provider.signedIn(LEAD);
        provider.tampers(claims -> claims.setStringClaim("nonce", "of another sign-in"));
        refused();

        provider.signedIn(LEAD);
        provider.tampers(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1_700_000_000)));
        refused();

        provider.signedIn(LEAD);
        provider.tampers(claims -> claims.unsetClaim("sub"));
        refused();
    }

    @Test
    void an_answer_that_this_browser_did_not_ask_for_lets_nobody_in() throws Exception {
        provider.signedIn(LEAD);

        HttpResponse<String> forged = get("login/oidc?code=stolen&state=made-up");

        assertThat(forged.statusCode()).isNotEqualTo(500);
        assertThat(forged.uri().toString()).doesNotContain("stolen");
        freshBrowser();
        HttpClient blind = HttpClient.newBuilder().cookieHandler(cookies).build();
        HttpResponse<String> alone = blind.send(
                HttpRequest.newBuilder(home.resolve("login/oidc?code=stolen&state=made-up"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(alone.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("andon_session");
        assertThat(sessions()).isZero();
    }

    @Test
    void a_provider_that_refuses_is_told_on_the_sign_in_page() throws Exception {
        provider.refuses();

        HttpResponse<String> page = get("login/oidc");

        assertThat(page.uri().getPath()).isEqualTo("/login");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("The sign-in service refused: access_denied");
        assertThat(sessions()).isZero();
    }

    @Test
    void in_a_real_browser_one_click_signs_in() {
        provider.signedIn(LEAD);
        try (BrowserContext context = Browser.get().newContext()) {
            Page page = context.newPage();
            page.navigate(home.resolve("executions").toString());
            assertThat(URI.create(page.url()).getPath()).isEqualTo("/login");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Example Login"))
                    .click();
            page.waitForURL("**/executions");

            assertThat(page.locator("h1").first().textContent()).isEqualTo("Executions");
        }
    }

    private void refused() throws Exception {
        freshBrowser();
        HttpResponse<String> answer = get("login/oidc");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Sign in to Andon");
        assertThat(sessions()).isZero();
        assertThat(get("traces").uri().getPath()).isEqualTo("/login");
    }

    private long sessions() {
        return database.number("SELECT count(*) FROM sign_in_sessions");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(home.resolve(path))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for what needs the scope operate. */
    private HttpResponse<String> change() throws Exception {
        return browser.send(
                HttpRequest.newBuilder(home.resolve("probe-page"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
