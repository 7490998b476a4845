package dev.andon.common.problem;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses requests that have a {@link ZeroCharacter} in the path or the query, after the caller's key was checked. */
public final class ZeroCharacterFilter {
    private static final String ENCODED = "%00";

    ZeroCharacterFilter() {}

    @ServerRequestFilter(priority = Priorities.USER)
    public void check(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        if (uri.getRequestUri().getRawSchemeSpecificPart().contains(ENCODED)) {
            Stream.of(uri.getPathParameters(), uri.getQueryParameters())
                    .map(parameters -> ZeroCharacter.among(parameters.keySet(), parameters::get))
                    .forEach(found -> found.ifPresent(field -> {
                        throw ZeroCharacter.refused(field);
                    }));
        }
    }
}
