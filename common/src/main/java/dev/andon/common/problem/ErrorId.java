package dev.andon.common.problem;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** An unexpected error as its caller may know it: by an id under which the log has the rest, once. */
public final class ErrorId {
    private ErrorId() {}

    /** Logs the failure with its stack trace and returns {@code urn:andon:error:<id>}. */
    public static String log(Logger log, Throwable failure) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        log.errorf(failure, "Unexpected error %s", id);
        return "urn:andon:error:" + id;
    }
}
