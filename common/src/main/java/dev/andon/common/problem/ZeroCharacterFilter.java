package dev.andon.common.problem;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Refuses requests that have a {@link ZeroCharacter} in the path, the query or a form field, after the caller's key was checked. */
public final class ZeroCharacterFilter {
    private static final String ENCODED = "%00";

    ZeroCharacterFilter() {}

    @WithFormRead
    @ServerRequestFilter(priority = Priorities.USER)
    public void check(ResteasyReactiveContainerRequestContext request) {
        ofAddress(request.getUriInfo()).or(() -> ofForm(request)).ifPresent(field -> {
            throw ZeroCharacter.refused(field);
        });
    }

    private static Optional<String> ofAddress(UriInfo uri) {
        URI address = uri.getRequestUri();
        if (!address.getRawSchemeSpecificPart().contains(ENCODED)) {
            return Optional.empty();
        }
        return Stream.of(uri.getPathParameters(), uri.getQueryParameters())
                .map(parameters -> ZeroCharacter.among(parameters.keySet(), parameters::get))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> ofForm(ResteasyReactiveContainerRequestContext request) {
        FormData form = ((ResteasyReactiveRequestContext) request.getServerRequestContext()).getFormData();
        return form == null ? Optional.empty() : ZeroCharacter.among(form, field -> texts(form, field));
    }

    private static List<String> texts(FormData form, String field) {
        return Optional.ofNullable(form.get(field)).stream()
                .flatMap(Collection::stream)
                .filter(value -> !value.isFileItem())
                .map(FormValue::getValue)
                .toList();
    }
}
