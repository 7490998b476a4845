package dev.andon.common.problem;

import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Why PostgreSQL could not serve us, where operators can do something about it; each kind has one sentence that says what. */
public enum DatabaseFailure {
    /** No answer, no route, or no free connection in time. */
    UNREACHABLE(
            List.of("08", "57P01", "57P02", "57P03", "53300"),
            "Database connection timeout: check that DATABASE_URL is set and that PostgreSQL is up and has free connections."),
    /** A statement took longer than the limit of the service's connections. */
    TOO_SLOW(
            List.of("57014", "55P03"),
            "The database took too long: try again, ask for less, or look for locks in pg_stat_activity."),
    /** The server refused user or password, or has no such database. */
    LOGIN_REFUSED(
            List.of("28", "3D000"),
            "PostgreSQL refused the login: check user, password and database name in DATABASE_URL."),
    /** Tables or functions of this build are missing. */
    SCHEMA_MISSING(
            List.of("42P01", "42703", "42883", "3F000"),
            "The database schema is not that of this build: run \"andon monitor migrate\"."),
    /** The role may not do this. */
    FORBIDDEN(
            List.of("42501"),
            "The database role lacks a right: run \"andon monitor migrate\" and let the login role be a member of the andon_ role."),
    /** No room left. */
    FULL(List.of("53100", "53200"), "The database server has no disk space or memory left.");

    private static final int DEEPEST_CAUSE = 20;

    private final List<String> sqlStates;
    private final String sentence;

    DatabaseFailure(List<String> sqlStates, String sentence) {
        this.sqlStates = sqlStates;
        this.sentence = sentence;
    }

    /** What happened and what to do, for operators. */
    public String sentence() {
        return sentence;
    }

    /** The kind of failure in the chain of causes; empty where it is none of these. */
    public static Optional<DatabaseFailure> of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            Optional<DatabaseFailure> kind = ofOne(cause);
            if (kind.isPresent()) {
                return kind;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<DatabaseFailure> ofOne(Throwable cause) {
        if (cause instanceof SQLException sql) {
            return ofWords(sql.getSQLState(), String.valueOf(sql.getMessage())).or(() -> ofSqlState(sql.getSQLState()));
        }
        if (cause instanceof PgException sql) {
            return ofWords(sql.getSqlState(), String.valueOf(sql.getMessage())).or(() -> ofSqlState(sql.getSqlState()));
        }
        boolean network = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof TimeoutException;
        return network ? Optional.of(UNREACHABLE) : Optional.empty();
    }

    /** Two that have no SQL state of their own: a pool with no free connection, and a role that only migrations make. */
    private static Optional<DatabaseFailure> ofWords(String sqlState, String message) {
        if (sqlState == null && message.contains("cquisition timeout")) {
            return Optional.of(UNREACHABLE);
        }
        if ("22023".equals(sqlState) && message.contains("role \"andon_")) {
            return Optional.of(SCHEMA_MISSING);
        }
        return Optional.empty();
    }

    private static Optional<DatabaseFailure> ofSqlState(String sqlState) {
        return sqlState == null
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(kind -> kind.sqlStates.stream().anyMatch(sqlState::startsWith))
                        .findFirst();
    }
}
