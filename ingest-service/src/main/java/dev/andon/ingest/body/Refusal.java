package dev.andon.ingest.body;

import dev.andon.common.security.Access;
import java.time.Duration;

/**
 * A request refused as a whole; each endpoint words it in its own format.
 *
 * @param status the HTTP status
 * @param retryAfter null where sending the same again is of no use
 */
public record Refusal(int status, String message, Duration retryAfter) {
    /** What {@code WWW-Authenticate} says with a 401. */
    public static final String CHALLENGE = "Bearer realm=\"andon\"";

    /** As the check of the API key worded it. */
    public static Refusal of(Access.Refused refused) {
        return new Refusal(refused.type().status(), refused.detail(), refused.retryAfter());
    }

    public static Refusal malformed(String message) {
        return new Refusal(400, message, null);
    }

    public static Refusal tooLarge(long limit) {
        return tooMuch("The body is larger than " + limit + " bytes, as sent or inflated. Send fewer spans at once.");
    }

    /** More than the memory or a count allows; the message says what to do. */
    public static Refusal tooMuch(String message) {
        return new Refusal(413, message, null);
    }

    public static Refusal unsupported(String message) {
        return new Refusal(415, message, null);
    }

    public static Refusal unavailable(String message, Duration retryAfter) {
        return new Refusal(503, message, retryAfter);
    }

    /** A mistake of ours, known to the client by its id only. */
    public static Refusal unexpected(String errorId) {
        return new Refusal(500, "Unexpected error. The service's log has more under " + errorId + ".", null);
    }

    /** Whole seconds for {@code Retry-After}, at least one. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
