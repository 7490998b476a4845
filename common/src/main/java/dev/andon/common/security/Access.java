package dev.andon.common.security;

import dev.andon.common.problem.ProblemType;
import java.time.Duration;

/** Whether a request may go on. Each edge words a refusal in its own format: problem+json, protobuf Status, gRPC status. */
public sealed interface Access {

    /** Go on, for this caller. */
    record Granted(Caller caller) implements Access {}

    /**
     * Stop here.
     *
     * @param detail one sentence that says what would be accepted
     * @param retryAfter null where trying again would not help
     */
    record Refused(ProblemType type, String detail, Duration retryAfter) implements Access {}
}
