package dev.andon.monitor.page;

import dev.andon.common.problem.ProblemException;
import dev.andon.common.problem.ProblemType;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Protects forms by double submit: a random token in a cookie that no other site can read or send (SameSite=Strict) has to come
 * back in the form. A browser that says it comes from another site is refused whatever it brings. Every POST of a page calls
 * {@link #check}.
 */
@ApplicationScoped
public class Csrf {
    /** Name of the form field. */
    public static final String FIELD = "csrf";

    private static final String COOKIE = "andon_csrf";
    private static final int BYTES = 18;

    private final SecureRandom random = new SecureRandom();

    /** The token of this browser; makes one and sets the cookie where it has none. */
    public String token(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        if (cookie != null && !cookie.getValue().isEmpty()) {
            return cookie.getValue();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        context.response()
                .addCookie(Cookie.cookie(COOKIE, token)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(context.request().isSSL())
                        .setSameSite(CookieSameSite.STRICT));
        return token;
    }

    /** Refuses with 403 unless the form brings the token of the cookie. */
    public void check(RoutingContext context, String submitted) {
        Cookie cookie = context.request().getCookie(COOKIE);
        String site = context.request().getHeader("Sec-Fetch-Site");
        boolean otherSite = site != null && !site.equals("same-origin") && !site.equals("none");
        if (otherSite || cookie == null || submitted == null || !same(cookie.getValue(), submitted)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This form was opened too long ago. Open the page again and repeat; nothing was changed.");
        }
    }

    private static boolean same(String expected, String submitted) {
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), submitted.getBytes(StandardCharsets.UTF_8));
    }
}
