package dev.andon.common.problem;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Values that PostgreSQL cannot hold, whoever sends them: the caller's mistake and not ours. Endpoints check what they take; this is
 * for what slips through.
 */
final class RefusedValue {
    private static final int DEEPEST_CAUSE = 20;
    private static final Map<String, String> DETAILS = Map.of(
            "22021", "A text of the request holds a character that cannot be stored, such as U+0000.",
            "22P05", "A text of the request holds a character that cannot be stored, such as U+0000.",
            "22008", "A time of the request is out of range.");

    private RefusedValue() {}

    /** What is wrong with it, for the caller; empty where something else failed. */
    static Optional<String> of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            String state = switch (cause) {
                case SQLException sql -> sql.getSQLState();
                case PgException sql -> sql.getSqlState();
                default -> null;
            };
            if (state != null && DETAILS.containsKey(state)) {
                return Optional.of(DETAILS.get(state));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
