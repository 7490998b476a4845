package dev.andon.monitor.openid;

import dev.andon.common.problem.ProblemException;
import dev.andon.common.security.AuthConfig;
import dev.andon.common.security.Scope;
import dev.andon.monitor.signin.ProviderConfig;
import dev.andon.monitor.signin.SessionHolder;
import dev.andon.monitor.signin.Sessions;
import dev.andon.monitor.signin.SignInForm;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Where a browser comes to sign in with the OpenID provider. Quarkus sends it there and checks what it brings back before anything
 * here runs; then a session of ours begins, as with a key, and the provider's tokens are let go.
 */
@Path("/login/oidc")
@PermitAll
public final class ProviderSignInResource {
    private final ProviderConfig config;
    private final AuthConfig auth;
    private final Sessions sessions;
    private final SignInForm page;
    private final SecurityIdentity identity;
    private final OidcSession providerSession;
    private final Grants grants;

    ProviderSignInResource(
            ProviderConfig config,
            AuthConfig auth,
            Sessions sessions,
            SignInForm page,
            SecurityIdentity identity,
            OidcSession providerSession) {
        this.config = config;
        this.auth = auth;
        this.sessions = sessions;
        this.page = page;
        this.identity = identity;
        this.providerSession = providerSession;
        this.grants =
                new Grants(config.everybody().orElse(List.of()), config.grants().orElse(List.of()));
    }

    /** Begins a session where the person may read. */
    @GET
    public Uni<Response> signIn(@QueryParam("next") String next, @Context UriInfo uri) {
        if (!config.enabled()) {
            throw ProblemException.notFound("Signing in with an OpenID provider");
        }
        if (!auth.enabled()) {
            return Uni.createFrom().item(Response.seeOther(URI.create("/")).build());
        }
        Set<Scope> scopes = grants.of(identity.getRoles());
        SessionHolder.Person person = new SessionHolder.Person(
                providerSession.getIdToken().getSubject(),
                identity.getPrincipal().getName(),
                scopes);
        return providerSession.logout().chain(() -> enter(person, next, uri));
    }

    private Uni<Response> enter(SessionHolder.Person person, String next, UriInfo uri) {
        return mayRead(person.scopes())
                ? sessions.begin(person, next, uri)
                : Uni.createFrom()
                        .item(() -> page.refuse(
                                403, next, "Andon knows who you are (" + person.name() + "), but you may not see it."));
    }

    private static boolean mayRead(Set<Scope> scopes) {
        return scopes.contains(Scope.READ) || scopes.contains(Scope.ADMIN);
    }
}
