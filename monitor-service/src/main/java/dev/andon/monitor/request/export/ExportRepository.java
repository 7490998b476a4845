package dev.andon.monitor.request.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Reads what is exported, in one snapshot and a row at a time, and notes how it ended. */
@Singleton
final class ExportRepository {
    private static final String TABLES = """
            SELECT table_name
              FROM gdpr_catalog_tables
             WHERE treatment <> 'none'
             ORDER BY position
            """;

    private static final String ROWS = "SELECT owned, content::text AS content FROM gdpr_request_rows(?, ?)";

    private static final String EXPORTED = "SELECT gdpr_request_exported(?, ?, ?::jsonb, ?, ?) AS done";

    private static final String BROKEN_OFF = "SELECT gdpr_request_broken_off(?, ?) IS NULL AS done";

    private static final String ALONE =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('gdpr_request ' || ?, 0)) AS alone";

    private static final String TIMEOUT = "SELECT set_config('statement_timeout', '0', true) AS now";

    private final Database database;
    private final ObjectMapper mapper;

    ExportRepository(DataSource dataSource, ObjectMapper mapper) {
        this.database = new Database(dataSource);
        this.mapper = mapper;
    }

    /**
     * Hands over every row of every table, in one snapshot, however long that takes; fails with an {@link IllegalStateException} while
     * another fetches the same.
     */
    void read(UUID requestId, Consumer<Reader> work) {
        database.read(session -> {
            int patience = session.onConnection(connection -> patience(connection, 0));
            try {
                session.first(TIMEOUT, row -> row.getString("now"));
                if (!session.first(ALONE, row -> row.getBoolean("alone"), requestId.toString())
                        .orElseThrow()) {
                    throw new IllegalStateException("The export is being fetched by somebody else.");
                }
                work.accept(new Reader(session));
                return null;
            } finally {
                session.onConnection(connection -> patience(connection, patience));
            }
        });
    }

    /** One snapshot of the store. */
    record Reader(Session session) {
        List<String> tables() {
            return session.query(TABLES, row -> row.getString("table_name"));
        }

        void rows(UUID requestId, String table, RowConsumer consumer) {
            session.forEach(ROWS, row -> give(row, consumer), requestId, table);
        }

        private static void give(ResultSet row, RowConsumer consumer) throws SQLException {
            consumer.accept(row.getBoolean("owned"), row.getString("content"));
        }
    }

    /** Takes a row as JSON; whether it is the person's own or mentions them. */
    @FunctionalInterface
    interface RowConsumer {
        void accept(boolean owned, String json);
    }

    /** False where somebody else fetched it first. */
    boolean exported(UUID requestId, String actor, Map<String, ?> counts, String sha256, Instant now) {
        return database.write(session -> session.first(
                        EXPORTED, row -> row.getBoolean("done"), requestId, actor, json(counts), sha256, now)
                .orElseThrow());
    }

    void brokenOff(UUID requestId, String actor) {
        database.write(session -> session.first(BROKEN_OFF, row -> row.getBoolean("done"), requestId, actor));
    }

    private String json(Map<String, ?> counts) {
        try {
            return mapper.writeValueAsString(counts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static int patience(Connection connection, int millis) throws SQLException {
        int before = connection.isClosed() ? 0 : connection.getNetworkTimeout();
        if (!connection.isClosed()) {
            connection.setNetworkTimeout(Runnable::run, millis);
        }
        return before;
    }
}
