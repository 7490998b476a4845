package dev.andon.monitor.signin;

import dev.andon.common.problem.ProblemException;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.security.AuthConfig;
import dev.andon.common.security.Caller;
import dev.andon.common.security.ForgedRequest;
import dev.andon.common.security.ScopeFilter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a signed-in browser use pages as its key may, and sends one that is not to sign in. Runs before {@link ScopeFilter}, which
 * checks the scope. Requests with an Authorization header are none of its business.
 */
final class SessionFilter {
    static final String COOKIE = "andon_session";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final AuthConfig config;
    private final SessionRepository sessions;
    private final InstantSource clock;

    SessionFilter(AuthConfig config, SessionRepository sessions, InstantSource clock) {
        this.config = config;
        this.sessions = sessions;
        this.clock = clock;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<Response> recognise(ContainerRequestContext request, ResourceInfo endpoint) {
        boolean open = ScopeFilter.needed(endpoint, request.getMethod()).isEmpty();
        if (!config.enabled() || open || request.getHeaderString(HttpHeaders.AUTHORIZATION) != null) {
            return Uni.createFrom().nullItem();
        }
        if (ForgedRequest.is(request.getMethod(), request::getHeaderString)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Requests from other web sites are not served.");
        }
        Cookie cookie = request.getCookies().get(COOKIE);
        if (cookie == null) {
            return Uni.createFrom().item(invitation(request));
        }
        return sessions.caller(new SessionToken(cookie.getValue()), clock.instant())
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(caller -> enter(caller, request));
    }

    private static Response enter(Optional<Caller> caller, ContainerRequestContext request) {
        if (caller.isEmpty()) {
            return invitation(request);
        }
        request.setProperty(ScopeFilter.CALLER, caller.get());
        return null;
    }

    /** To the sign-in page, for browsers; null for programs, which then get their 401. */
    private static Response invitation(ContainerRequestContext request) {
        if ("true".equals(request.getHeaderString("HX-Request"))) {
            return Response.status(Response.Status.UNAUTHORIZED)
                    .header("HX-Redirect", "/login")
                    .build();
        }
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains("text/html")) {
            return null;
        }
        boolean comesBack = "GET".equals(request.getMethod());
        String page = request.getUriInfo().getRequestUri().getRawPath();
        String next = comesBack ? "?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8) : "";
        return Response.seeOther(URI.create("/login" + next)).build();
    }
}
