package dev.andon.monitor.page;

import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Reads what stands around every page: how fresh the figures are, what waits for a person, how the checks ended. */
@ApplicationScoped
public class RailRepository {
    private static final String RAIL = """
            SELECT (SELECT max(as_of) FROM rollup_watermarks WHERE name = 'spans') AS as_of,
                   (SELECT count(*) FROM continuous_improvements WHERE status IN ('OPEN', 'REOPENED')) AS improvements,
                   (SELECT status
                      FROM monitor_runs
                     WHERE scope = 'all' AND status IS NOT NULL
                     ORDER BY started_at DESC
                     LIMIT 1) AS checks
            """;

    private final Database database;

    RailRepository(Database database) {
        this.database = database;
    }

    /** {@code asOf} is null where nothing was folded yet, {@code checks} where all of them were never made. */
    record Rail(Instant asOf, long improvements, String checks) {
        static final Rail UNKNOWN = new Rail(null, 0, null);
    }

    Rail rail() {
        return database.list(
                        RAIL,
                        row -> new Rail(
                                Columns.instant(row, "as_of"), row.getLong("improvements"), row.getString("checks")))
                .getFirst();
    }
}
