package dev.andon.common.problem;

import java.time.Duration;
import java.util.Optional;

/** An expected error on its way to the caller; edges throw it, {@link ProblemMappers} answers it. It is never logged. */
public final class ProblemException extends RuntimeException {
    private final ProblemType type;
    private final String field;
    private final Duration retryAfter;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null, null);
    }

    private ProblemException(ProblemType type, String detail, String field, Duration retryAfter) {
        super(detail, null, false, false);
        this.type = type;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /** A value that cannot be accepted; the detail says which would be. */
    public static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_ARGUMENT, detail, field, null);
    }

    /** Something named that does not exist, as in {@code notFound("Run 12")}. */
    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemType.NOT_FOUND, what + " does not exist.");
    }

    /** The present state forbids it; the detail says what would have to change. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /** Not now; the caller may try again after the duration. */
    public static ProblemException retryLater(ProblemType type, String detail, Duration retryAfter) {
        return new ProblemException(type, detail, null, retryAfter);
    }

    public ProblemType type() {
        return type;
    }

    /** The field, parameter or header at fault. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** When to try again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
