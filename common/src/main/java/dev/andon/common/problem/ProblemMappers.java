package dev.andon.common.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.handlers.FormBodyHandler;

/**
 * Answers whatever an endpoint throws as {@code application/problem+json}: the caller's mistakes as 4xx that name the field, a
 * database out of reach as 503, the rest as a bare 500 with an id, logged once under it. No stack trace and no SQL leaves.
 */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

    ProblemMappers() {}

    @ServerExceptionMapper
    public Response expected(ProblemException exception) {
        Problem problem = Problem.of(exception);
        return exception.retryAfter().map(problem::response).orElseGet(problem::response);
    }

    /** What the HTTP layer itself refuses: unknown path, wrong method or media type, a parameter or body it cannot read. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException exception) {
        Response response = exception.getResponse();
        if (response.hasEntity() || response.getStatus() < 400) {
            return response;
        }
        Throwable cause = exception.getCause();
        if (cause instanceof ProblemException problem) {
            return expected(problem);
        }
        if (cause instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        if (response.getStatus() == 404 && cause != null) {
            return Problem.of(ProblemType.INVALID_ARGUMENT, "A parameter of the address cannot be read.")
                    .response();
        }
        if (response.getStatus() >= 500) {
            return unexpected(exception);
        }
        ProblemType type = ProblemType.ofStatus(response.getStatus());
        return withHeaders(Problem.of(type, detail(type)).response(), response);
    }

    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException exception) {
        return unreadable(exception);
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure) {
        Optional<DatabaseFailure> database = DatabaseFailure.of(failure);
        if (database.isPresent()) {
            LOG.warnf("Request refused with 503: %s", database.get().sentence());
            LOG.debug("The cause", failure);
            return Problem.of(ProblemType.UNAVAILABLE, database.get().sentence())
                    .response(DATABASE_RETRY);
        }
        if (isOfForm(failure)) {
            return Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The form cannot be read: it has to be URL-encoded and to have at most 1,000 fields.")
                    .response();
        }
        Optional<String> refused = RefusedValue.of(failure);
        if (refused.isPresent()) {
            LOG.warnf("Request refused with 400 by the database: %s", refused.get());
            LOG.debug("The cause", failure);
            return Problem.of(ProblemType.INVALID_ARGUMENT, refused.get()).response();
        }
        return Problem.unexpected(ErrorId.log(LOG, failure)).response();
    }

    /** What reading a form throws has no type of its own. */
    private static boolean isOfForm(Throwable failure) {
        return failure instanceof RuntimeException
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(FormBodyHandler.class.getName()));
    }

    private static Response unreadable(JsonProcessingException exception) {
        String field = exception instanceof JsonMappingException mapping ? path(mapping) : "";
        JsonLocation at = exception.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        if (field.isEmpty()) {
            return Problem.of(ProblemType.MALFORMED_REQUEST, "The body is not the JSON expected" + where + ".")
                    .response();
        }
        boolean zero = exception instanceof InvalidFormatException value
                && value.getValue() instanceof String text
                && ZeroCharacter.in(text);
        String detail = zero ? ZeroCharacter.detail(field) : "The value of " + field + " cannot be read" + where + ".";
        return Problem.of(ProblemException.invalid(field, detail)).response();
    }

    private static String path(JsonMappingException exception) {
        return exception.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "Nothing is at this address.";
            case METHOD_NOT_ALLOWED -> "See the Allow header for what is.";
            case UNSUPPORTED_MEDIA_TYPE -> "Set Content-Type to application/json, or what the API description names.";
            case NOT_ACCEPTABLE -> "Set Accept to application/json, or what the API description names.";
            default -> null;
        };
    }

    private static Response withHeaders(Response problem, Response original) {
        Object allow = original.getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }
}
