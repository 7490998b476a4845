package dev.andon.monitor.retention;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The table of holds, changed by functions that add to the audit log. */
@Singleton
final class HoldRepository {
    private static final String ALL = """
            SELECT hold_id, covers, coalesce(data_class, conversation_id, person) AS name, subject, reason, created_at, created_by,
                   released_at, released_by
              FROM retention_holds
             WHERE released_at IS NULL OR ?
             ORDER BY released_at IS NOT NULL, hold_id DESC
             LIMIT ?
            """;

    private static final String ADD = "SELECT retention_add_hold(?, ?, ?, ?, ?)";

    private static final String RELEASE = "SELECT retention_release_hold(?, ?)";

    private final Database database;

    HoldRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** Those in force first, then by age, newest first. */
    List<Hold> all(boolean releasedToo, int most) {
        return database.read(session -> session.query(ALL, HoldRepository::hold, releasedToo, most));
    }

    long add(String covers, String name, String subject, String reason, String by) {
        return database.write(session -> session.first(ADD, row -> row.getLong(1), covers, name, subject, reason, by)
                .orElseThrow());
    }

    boolean release(long holdId, String by) {
        return database.write(session ->
                session.first(RELEASE, row -> row.getBoolean(1), holdId, by).orElseThrow());
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return new Hold(
                row.getLong("hold_id"),
                row.getString("covers"),
                row.getString("name"),
                row.getString("subject"),
                row.getString("reason"),
                Rows.instant(row, "created_at"),
                row.getString("created_by"),
                Rows.instant(row, "released_at"),
                row.getString("released_by"));
    }
}
