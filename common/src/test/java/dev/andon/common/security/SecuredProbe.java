package dev.andon.common.security;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** Endpoints of every scope, for {@link ScopeFilterIT}; each answers the caller's name. */
@Path("/secured")
@Produces("text/plain")
public final class SecuredProbe {

    @GET
    public String see(@Context SecurityContext context) {
        return context.getUserPrincipal().getName();
    }

    @POST
    public String change() {
        return "changed";
    }

    @POST
    @Path("/spans")
    @RequiredScope(Scope.INGEST)
    public String send() {
        return "stored";
    }

    @DELETE
    @RequiredScope(Scope.ADMIN)
    public String delete() {
        return "deleted";
    }

    @GET
    @Path("/open")
    @PermitAll
    public String open() {
        return "open";
    }
}
