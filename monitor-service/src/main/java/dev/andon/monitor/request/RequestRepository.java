package dev.andon.monitor.request;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.SqlFailure;
import dev.andon.monitor.request.PersonRequest.TableProgress;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.util.PSQLException;

/** Requests of people. Whatever changes one is a function of the database, so that it holds for operators too. */
@Singleton
public class RequestRepository {
    private static final String OPEN = "SELECT gdpr_request_open(?, ?, ?, ?, ?, ?, ?, ?) AS id";

    private static final String CLAIM = """
            SELECT claimed.id
              FROM gdpr_request_claim(?, ?, ?::interval, ?) AS claimed (id)
             WHERE claimed.id IS NOT NULL
            """;

    private static final String STEP = "SELECT gdpr_request_step(?, ?, ?, ?::interval, ?, ?) AS phase";

    private static final String VERIFY = "SELECT gdpr_request_verify(?, ?, ?, ?::interval, ?) AS phase";

    private static final String STOP = "SELECT gdpr_request_stop(?, ?, ?, ?, ?) AS state";

    private static final String RESUME = "SELECT gdpr_request_resume(?, ?, ?) AS done";

    private static final String WITHDRAW = "SELECT gdpr_request_withdraw(?, ?, ?) AS done";

    private static final String TIMEOUT = "SELECT set_config('statement_timeout', ?, true) AS was";

    private static final String ONE = """
            SELECT request_id, number, kind, state, state_reason, subject, phase, round,
                   coalesce(least(1, blocks_done::double precision / nullif(blocks_total, 0)), 0) AS done,
                   requested_at, due_at, finished_at, requested_by, reason, receipt::text AS receipt
              FROM gdpr_requests
             WHERE request_id = ?
            """;

    private static final String LIST = """
            SELECT request_id, number, kind, state, state_reason, subject, phase, round,
                   coalesce(least(1, blocks_done::double precision / nullif(blocks_total, 0)), 0) AS done,
                   requested_at, due_at, finished_at, requested_by, reason, receipt::text AS receipt
              FROM gdpr_requests
             ORDER BY finished_at IS NOT NULL, CASE WHEN finished_at IS NULL THEN due_at END, requested_at DESC
             LIMIT ?
            """;

    private static final String TABLES = """
            SELECT table_name, row_count, rows_found, deleted, anonymised, remaining, lookalikes
              FROM gdpr_request_tables
              JOIN gdpr_catalog_tables USING (table_name)
             WHERE request_id = ?
             ORDER BY position
            """;

    private static final String INVALID = "22023";
    private static final String TAKEN = "23505";

    private final Database database;

    RequestRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** Who asks and why. The key names the order, so that sending it twice makes one request; null where it is not named. */
    public record Order(String actor, String reason, String key, boolean confirmed) {}

    /** The id of a new request, or of the one that the same key made before; what cannot be taken is an IllegalArgumentException. */
    UUID open(RequestKind kind, String subject, Identifiers who, Order order, Instant now) {
        String[] identifiers = who.values().toArray(String[]::new);
        try {
            return database.write(session -> session.first(
                            OPEN,
                            row -> row.getObject("id", UUID.class),
                            kind.text(),
                            subject,
                            identifiers,
                            order.actor(),
                            order.reason(),
                            order.key(),
                            order.confirmed(),
                            now)
                    .orElseThrow());
        } catch (SqlFailure failed) {
            if (failed.sqlState().equals(INVALID) || failed.sqlState().equals(TAKEN)) {
                throw new IllegalArgumentException(sentence(failed));
            }
            throw failed;
        }
    }

    /** Takes a request, or whichever is due first where the id is null; empty where none is to be had. */
    Optional<UUID> claim(String worker, Instant now, Duration lease, UUID requestId) {
        return database.write(session ->
                session.first(CLAIM, row -> row.getObject("id", UUID.class), worker, now, lease.toString(), requestId));
    }

    /** Does one step and commits it; returns the phase that follows. */
    String step(UUID requestId, String worker, Instant now, RequestConfig config) {
        return database.write(session -> {
            session.first(TIMEOUT, row -> row.getString("was"), "30s");
            return session.first(
                            STEP,
                            row -> row.getString("phase"),
                            requestId,
                            worker,
                            now,
                            config.lease().toString(),
                            config.pages(),
                            config.largePercent() / 100.0)
                    .orElseThrow();
        });
    }

    /** Looks at every row, however long that takes; returns verified, failed or the phase to begin with again. */
    String verify(UUID requestId, String worker, Instant now, RequestConfig config) {
        return database.write(session -> {
            int patience = session.onConnection(connection -> patience(connection, 0));
            try {
                session.first(TIMEOUT, row -> row.getString("was"), "0");
                return session.first(
                                VERIFY,
                                row -> row.getString("phase"),
                                requestId,
                                worker,
                                now,
                                config.lease().toString(),
                                config.rounds())
                        .orElseThrow();
            } finally {
                session.onConnection(connection -> patience(connection, patience));
            }
        });
    }

    /** Lets go of a request, which waits until a time or has failed. */
    void stop(UUID requestId, String worker, String state, String reason, Instant until) {
        database.write(
                session -> session.first(STOP, row -> row.getString("state"), requestId, worker, state, reason, until));
    }

    /** Lets a failed or waiting request go on; false where it is neither. */
    boolean resume(UUID requestId, String actor, boolean confirmed) {
        return database.write(
                session -> session.first(RESUME, row -> row.getBoolean("done"), requestId, actor, confirmed)
                        .orElseThrow());
    }

    /** Ends a request of which nothing was carried out; false where it is too late. */
    boolean withdraw(UUID requestId, String actor, Instant now) {
        return database.write(session -> session.first(WITHDRAW, row -> row.getBoolean("done"), requestId, actor, now)
                .orElseThrow());
    }

    /** One request with its tables. */
    public Optional<PersonRequest> find(UUID requestId) {
        return database.read(session -> session.first(ONE, RequestRepository::request, requestId)
                .map(found -> found.with(session.query(TABLES, RequestRepository::progress, requestId))));
    }

    /** The newest, those that are not done first, by when they are due. */
    public List<PersonRequest> list(int count) {
        return database.read(session -> session.query(LIST, RequestRepository::request, count));
    }

    /** How long silence of the server is waited for, in milliseconds; returns what it was. */
    private static int patience(Connection connection, int millis) throws SQLException {
        int before = connection.isClosed() ? 0 : connection.getNetworkTimeout();
        if (!connection.isClosed()) {
            connection.setNetworkTimeout(Runnable::run, millis);
        }
        return before;
    }

    /** What the function said; the detail of an error, which may repeat values, is left out. */
    private static String sentence(SqlFailure failed) {
        return failed.getCause() instanceof PSQLException said && said.getServerErrorMessage() != null
                ? said.getServerErrorMessage().getMessage()
                : "It cannot be taken.";
    }

    private static PersonRequest request(ResultSet row) throws SQLException {
        return new PersonRequest(
                row.getObject("request_id", UUID.class),
                row.getLong("number"),
                RequestKind.of(row.getString("kind")),
                row.getString("state"),
                row.getString("state_reason"),
                row.getString("subject"),
                row.getString("phase"),
                row.getInt("round"),
                row.getDouble("done"),
                Rows.instant(row, "requested_at"),
                Rows.instant(row, "due_at"),
                Rows.instant(row, "finished_at"),
                row.getString("requested_by"),
                row.getString("reason"),
                row.getString("receipt"),
                List.of());
    }

    private static TableProgress progress(ResultSet row) throws SQLException {
        return new TableProgress(
                row.getString("table_name"),
                row.getLong("row_count"),
                row.getLong("rows_found"),
                row.getLong("deleted"),
                row.getLong("anonymised"),
                row.getObject("remaining", Long.class),
                row.getObject("lookalikes", Long.class));
    }
}
