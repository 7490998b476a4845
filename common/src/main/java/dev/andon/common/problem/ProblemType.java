package dev.andon.common.problem;

import java.util.Arrays;
import java.util.Locale;

/**
 * Every kind of error that an API of ours answers (RFC 9457). The name is the slug of the wire's {@code type},
 * {@code urn:andon:problem:<slug>}; what callers may do about it follows from the category.
 */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request cannot be read", Category.CALLER),
    INVALID_ARGUMENT(400, "A value is not valid", Category.CALLER),
    UNAUTHENTICATED(401, "A valid API key is needed", Category.CREDENTIALS),
    FORBIDDEN(403, "The API key may not do this", Category.CREDENTIALS),
    NOT_FOUND(404, "Not found", Category.CALLER),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", Category.CALLER),
    NOT_ACCEPTABLE(406, "No answer in an accepted format", Category.CALLER),
    CONFLICT(409, "The present state does not allow this", Category.CALLER),
    CONTENT_TOO_LARGE(413, "The request is too large", Category.CALLER),
    UNSUPPORTED_MEDIA_TYPE(415, "The request's format is not supported", Category.CALLER),
    RATE_LIMITED(429, "Too many requests", Category.CAPACITY),
    INTERNAL(500, "Unexpected error", Category.SERVER),
    UNAVAILABLE(503, "Not available now", Category.CAPACITY);

    /** What a caller does: correct the request, use another key, try again later, or tell us. */
    public enum Category {
        CALLER,
        CREDENTIALS,
        CAPACITY,
        SERVER
    }

    private final int status;
    private final String title;
    private final Category category;

    ProblemType(int status, String title, Category category) {
        this.status = status;
        this.title = title;
        this.category = category;
    }

    /** The type that stands for an HTTP status where nothing more is known; 400 and 500 for the rest of their class. */
    public static ProblemType ofStatus(int status) {
        return Arrays.stream(values())
                .filter(type -> type.status == status)
                .findFirst()
                .orElse(status < 500 ? MALFORMED_REQUEST : INTERNAL);
    }

    /** The {@code type} member on the wire. */
    public String uri() {
        return "urn:andon:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public Category category() {
        return category;
    }
}
