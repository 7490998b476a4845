package dev.andon.common.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/**
 * The body of an error answer (RFC 9457).
 *
 * @param field the field or parameter at fault; null where there is none
 * @param instance {@code urn:andon:error:<id>} of an unexpected error, to be found in the log; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String field, String instance) {
    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem of a type. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), type.status(), detail, null, null);
    }

    static Problem of(ProblemException exception) {
        ProblemType type = exception.type();
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                exception.getMessage(),
                exception.field().orElse(null),
                null);
    }

    static Problem unexpected(String instance) {
        return new Problem(
                ProblemType.INTERNAL.uri(),
                ProblemType.INTERNAL.title(),
                ProblemType.INTERNAL.status(),
                "The service's log has more under this id.",
                null,
                instance);
    }

    /** The whole answer. */
    public Response response() {
        return builder().build();
    }

    /** The whole answer, to be tried again after a while; whole seconds, at least one. */
    public Response response(Duration retryAfter) {
        return builder().header(HttpHeaders.RETRY_AFTER, seconds(retryAfter)).build();
    }

    /** The value of a Retry-After header. */
    public static long seconds(Duration retryAfter) {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    private Response.ResponseBuilder builder() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
