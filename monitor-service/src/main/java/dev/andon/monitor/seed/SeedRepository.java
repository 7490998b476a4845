package dev.andon.monitor.seed;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import jakarta.inject.Singleton;
import java.time.Instant;
import javax.sql.DataSource;

/** What the seed reads to know that its data arrived. */
@Singleton
final class SeedRepository {
    private static final String NOW = "SELECT clock_timestamp() AS now";

    private static final String ARRIVED = """
            SELECT count(*) AS found
              FROM chat_telemetry
             WHERE request_id = ?
            """;

    private static final String ROLLED_UP = """
            SELECT bool_and(as_of >= ?) AS caught_up
              FROM (SELECT as_of FROM rollup_watermarks WHERE name IN ('spans', 'chat_telemetry')
                     UNION ALL
                    SELECT as_of FROM span_followers) AS jobs
            """;

    private final Database database;

    SeedRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    /** The clock by which jobs say how far they are. */
    Instant now() {
        return database.read(
                session -> session.first(NOW, row -> Rows.instant(row, "now")).orElseThrow());
    }

    /** Whether a chat request is in the database. */
    boolean arrived(String requestId) {
        return database.read(session -> session.first(ARRIVED, row -> row.getInt("found"), requestId)
                        .orElseThrow())
                > 0;
    }

    /** Whether everything acknowledged before a time is in the rollups. */
    boolean rolledUp(Instant before) {
        return database.read(session -> session.first(ROLLED_UP, row -> row.getBoolean("caught_up"), before)
                .orElseThrow());
    }
}
