package dev.andon.monitor.signin;

import dev.andon.common.problem.ProblemException;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.security.AccessControl;
import dev.andon.common.security.AuthConfig;
import dev.andon.common.security.Caller;
import dev.andon.common.security.ForgedRequest;
import dev.andon.common.security.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Signing in with an API key, and out. The browser then holds a session, never the key. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public final class SignInResource {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final AccessControl access;
    private final AuthConfig auth;
    private final SignInConfig config;
    private final SessionRepository sessions;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    SignInResource(
            AccessControl access,
            AuthConfig auth,
            SignInConfig config,
            SessionRepository sessions,
            InstantSource clock) {
        this.access = access;
        this.auth = auth;
        this.config = config;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The form; with authentication off there is nothing to sign in to. */
    @GET
    @Path("login")
    public Response form(@QueryParam("next") String next) {
        return auth.enabled()
                ? page(200, next, "")
                : Response.seeOther(URI.create("/")).build();
    }

    /** Begins a session where the key may read. */
    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> signIn(
            @FormParam("key") String key,
            @FormParam("next") String next,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        refuseForged(headers);
        return access.holder(key == null ? "" : key)
                .chain(caller -> caller.map(holder -> begin(holder, next, uri))
                        .orElseGet(() -> refused(next, "This key is unknown, revoked or expired.")));
    }

    /** Ends the session. */
    @POST
    @Path("logout")
    public Uni<Response> signOut(
            @CookieParam(SessionFilter.COOKIE) String token, @Context UriInfo uri, @Context HttpHeaders headers) {
        refuseForged(headers);
        Response done = Response.seeOther(URI.create("/login"))
                .cookie(cookie("", 0, uri))
                .build();
        return token == null
                ? Uni.createFrom().item(done)
                : sessions.end(new SessionToken(token)).replaceWith(done);
    }

    private Uni<Response> begin(Caller holder, String next, UriInfo uri) {
        if (!holder.may(Scope.READ)) {
            return refused(next, "This key lacks the scope read.");
        }
        SessionToken token = SessionToken.generate(random);
        Instant now = clock.instant();
        int seconds = (int) config.sessionLength().toSeconds();
        return sessions.begin(token, holder.keyId(), now, now.plus(config.sessionLength()))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .replaceWith(() -> Response.seeOther(URI.create(ownPath(next)))
                        .cookie(cookie(token.text(), seconds, uri))
                        .build());
    }

    private static Uni<Response> refused(String next, String error) {
        return Uni.createFrom().item(() -> page(401, next, error));
    }

    private static Response page(int status, String next, String error) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(SignInPage.signIn(ownPath(next), error).render())
                .build();
    }

    /** Never an address outside: a path from the root that no browser takes for a host. */
    private static String ownPath(String next) {
        return next != null && next.matches("/(?![/\\\\])[\\w\\-./%~+]*") ? next : "/";
    }

    private static NewCookie cookie(String value, int maxAge, UriInfo uri) {
        return new NewCookie.Builder(SessionFilter.COOKIE)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure("https".equals(uri.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private static void refuseForged(HttpHeaders headers) {
        if (ForgedRequest.is("POST", headers::getHeaderString)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Requests from other web sites are not served.");
        }
    }
}
