package dev.andon.common.security;

import java.net.URI;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tells requests that another web site makes a browser send. Only those that change something matter: what a foreign site reads,
 * the browser keeps from it. Programs send none of these headers and pass.
 */
public final class ForgedRequest {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private ForgedRequest() {}

    /** Whether the request would change something and comes from a page that is not ours. */
    public static boolean is(String method, UnaryOperator<String> header) {
        if (SAFE_METHODS.contains(method)) {
            return false;
        }
        String site = header.apply("Sec-Fetch-Site");
        if (site != null) {
            return !OWN_SITES.contains(site);
        }
        String origin = header.apply("Origin");
        return origin != null && !sameAuthority(origin, header.apply("Host"));
    }

    private static boolean sameAuthority(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
