package dev.andon.monitor.signin;

import dev.andon.common.problem.ProblemException;
import dev.andon.common.problem.ProblemType;
import dev.andon.common.security.AccessControl;
import dev.andon.common.security.AuthConfig;
import dev.andon.common.security.Caller;
import dev.andon.common.security.ForgedRequest;
import dev.andon.common.security.Scope;
import io.smallrye.common.annotation.Blocking;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/**
 * Signing in with an API key, and out. The browser then holds a session, never the key. Not on the event loop, where a form that cannot
 * be read would get no answer.
 */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class SignInResource {
    private final AccessControl access;
    private final AuthConfig auth;
    private final Sessions sessions;
    private final SignInForm page;

    SignInResource(AccessControl access, AuthConfig auth, Sessions sessions, SignInForm page) {
        this.access = access;
        this.auth = auth;
        this.sessions = sessions;
        this.page = page;
    }

    /**
     * The form; with authentication off there is nothing to sign in to.
     *
     * @param error what the OpenID provider answered where it let nobody in, for example access_denied
     */
    @GET
    @Path("login")
    public Response form(@QueryParam("next") String next, @QueryParam("error") String error) {
        if (!auth.enabled()) {
            return Response.seeOther(URI.create("/")).build();
        }
        return error == null
                ? page.ask(next)
                : page.refuse(403, next, "The sign-in service refused: " + error.replaceAll("[^a-z_]", ""));
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
                .chain(caller -> caller.map(holder -> enter(holder, next, uri))
                        .orElseGet(() -> refused(next, "This key is unknown, revoked or expired.")));
    }

    /** Ends the session. */
    @POST
    @Path("logout")
    public Uni<Response> signOut(
            @CookieParam(SessionFilter.COOKIE) String token, @Context UriInfo uri, @Context HttpHeaders headers) {
        refuseForged(headers);
        return sessions.end(token, uri);
    }

    private Uni<Response> enter(Caller holder, String next, UriInfo uri) {
        return holder.may(Scope.READ)
                ? sessions.begin(SessionHolder.of(holder), next, uri)
                : refused(next, "This key lacks the scope read.");
    }

    private Uni<Response> refused(String next, String error) {
        return Uni.createFrom().item(() -> page.refuse(401, next, error));
    }

    private static void refuseForged(HttpHeaders headers) {
        if (ForgedRequest.is("POST", headers::getHeaderString)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Requests from other web sites are not served.");
        }
    }
}
