package dev.andon.monitor.environment;

import dev.andon.common.sql.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The mark that says what kind of installation the database belongs to. */
@Singleton
public final class EnvironmentRepository {
    private static final String KIND = "SELECT kind FROM environment_mark";

    private static final String MARK = """
            INSERT INTO environment_mark (kind, marked_at)
            VALUES (?, ?)
            ON CONFLICT ((true)) DO UPDATE
               SET kind = excluded.kind,
                   marked_at = excluded.marked_at,
                   marked_by = excluded.marked_by
            """;

    private final Database database;

    EnvironmentRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** production, staging or development; empty where nobody marked it. */
    public Optional<String> kind() {
        return database.read(session -> session.first(KIND, row -> row.getString("kind")));
    }

    void mark(String kind, Instant now) {
        database.write(session -> session.update(MARK, kind, now));
    }
}
