package dev.andon.monitor.part;

import dev.andon.common.problem.DatabaseFailure;
import java.util.concurrent.CancellationException;

/** A part is asked for that could not be read; already in the log. The cause is what the reading threw. */
final class PartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    PartFailure(Throwable cause) {
        super(null, cause, false, false);
    }

    /** What happened and what to do. */
    static String sentence(Throwable failure) {
        if (failure instanceof CancellationException) {
            return DatabaseFailure.TOO_SLOW.sentence();
        }
        return DatabaseFailure.of(failure)
                .map(DatabaseFailure::sentence)
                .orElse("The service's log has more under the id of this request.");
    }
}
