package dev.andon.analyzer.chat;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the rollups of chat telemetry as a function of its rows. A cycle is one transaction: it takes notes of changed hours and makes
 * these hours anew. A note commits with its change, so what is noted is seen; a cycle that fails leaves its notes for the next.
 */
public final class ChatRollups {
    private static final String CLAIM = """
            SELECT statement_timestamp() AS now
              FROM rollup_watermarks
             WHERE name = 'chat_telemetry'
               FOR UPDATE SKIP LOCKED
            """;
    private static final String TAKE = """
            WITH taken AS (
                DELETE FROM chat_telemetry_changes
                 WHERE change_id IN (SELECT change_id FROM chat_telemetry_changes ORDER BY change_id LIMIT ?)
                RETURNING bucket_start)
            SELECT DISTINCT bucket_start FROM taken ORDER BY bucket_start
            """;
    private static final String REFRESH = """
            SELECT refresh_chat_telemetry_rollups(?, ?)
            """;
    private static final String OLDEST_WAITING = """
            SELECT min(noted_at) AS noted_at FROM chat_telemetry_changes
            """;
    private static final String ADVANCE = """
            UPDATE rollup_watermarks
               SET as_of = greatest(as_of, ?),
                   updated_at = now()
             WHERE name = 'chat_telemetry'
            """;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Database database;
    private final int notesPerCycle;

    public ChatRollups(Database database, int notesPerCycle) {
        this.database = database;
        this.notesPerCycle = notesPerCycle;
    }

    /**
     * One cycle.
     *
     * @param hours how many hours were made anew
     * @param more whether notes were left waiting
     * @param asOf every row acknowledged before is in the rollups; null where another instance is at work
     */
    public record Cycle(int hours, boolean more, Instant asOf) {}

    /** Runs cycles until no note waits, or another instance is at work; returns the last with the hours of all. */
    public Cycle runToEnd() {
        int hours = 0;
        Cycle cycle;
        do {
            cycle = runOnce();
            hours += cycle.hours();
        } while (cycle.more());
        return new Cycle(hours, false, cycle.asOf());
    }

    /** Runs one bounded cycle to its commit. */
    public Cycle runOnce() {
        return database.write(this::cycle);
    }

    private Cycle cycle(Session session) {
        // The time comes before the look at the notes: what is noted later was not acknowledged before it.
        Optional<Instant> now = session.first(CLAIM, row -> Rows.instant(row, "now"));
        if (now.isEmpty()) {
            return new Cycle(0, false, null);
        }
        List<Instant> hours = session.query(TAKE, row -> Rows.instant(row, "bucket_start"), notesPerCycle);
        for (Instant hour : hours) {
            session.query(REFRESH, row -> row.getInt(1), hour, hour.plus(HOUR));
        }
        Optional<Instant> waiting =
                Optional.ofNullable(session.query(OLDEST_WAITING, row -> Rows.instant(row, "noted_at"))
                        .get(0));
        Instant asOf = waiting.filter(noted -> noted.isBefore(now.get())).orElse(now.get());
        session.update(ADVANCE, asOf);
        return new Cycle(hours.size(), waiting.isPresent() && !hours.isEmpty(), asOf);
    }
}
