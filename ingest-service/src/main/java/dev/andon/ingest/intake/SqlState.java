package dev.andon.ingest.intake;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** What a failed write means, by its SQLSTATE. */
enum SqlState {
    /** A span of the batch is stored already. */
    DUPLICATE,
    /** Partitions changed meanwhile: the row belongs to another table, or its table is gone. */
    WRONG_TABLE,
    /** Another transaction was in the way; the same again may pass. */
    CONFLICT,
    /** The database refuses a row for what is in it. */
    CONTENT,
    /** The connection or the server is not there, or out of something. */
    UNAVAILABLE;

    static SqlState of(SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        return switch (state) {
            case "23505" -> DUPLICATE;
            case "23514" -> namesConstraint(failed) ? CONTENT : WRONG_TABLE;
            case "42P01" -> WRONG_TABLE;
            case "40001", "40P01", "55P03" -> CONFLICT;
            default -> content(state) ? CONTENT : UNAVAILABLE;
        };
    }

    /** A check of ours has a name; the bounds of a partition have none. */
    private static boolean namesConstraint(SQLException failed) {
        return failed instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && refused.getServerErrorMessage().getConstraint() != null;
    }

    /** Data exceptions, other constraints, and limits of the server such as the longest index entry. */
    private static boolean content(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }
}
