package dev.andon.monitor.page;

import dev.andon.common.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Shows a person with a browser a page in style where a program gets a problem document. */
final class ErrorPages {
    private final Shells shells;

    ErrorPages(Shells shells) {
        this.shells = shells;
    }

    @ServerExceptionMapper
    public Response missing(Missing missing) {
        return page(404, missing.getMessage(), "");
    }

    @ServerResponseFilter
    public void dress(ContainerRequestContext request, ContainerResponseContext response) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT);
        boolean browser = accepted != null && accepted.contains(MediaType.TEXT_HTML);
        if (browser && response.getEntity() instanceof Problem problem) {
            String id = Objects.requireNonNullElse(problem.instance(), "");
            String detail = Objects.requireNonNullElse(problem.detail(), problem.title());
            response.setEntity(render(problem.status(), detail, id), null, MediaType.TEXT_HTML_TYPE);
        }
    }

    private Response page(int status, String detail, String id) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE)
                .entity(render(status, detail, id))
                .build();
    }

    private String render(int status, String detail, String id) {
        String heading = switch (status) {
            case 401 -> "A key is needed";
            case 403 -> "Refused";
            case 404 -> "Nothing here";
            case 429 -> "Too many requests";
            case 503 -> "This page cannot be read now";
            default -> status >= 500 ? "This page could not be read" : "That cannot be done";
        };
        return new ErrorPage(shells.bare(heading), heading, detail, id).render();
    }
}
