package dev.andon.monitor.page;

import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Reads what stands around every page: how fresh the figures are, and how much waits for a person. */
@ApplicationScoped
public class RailRepository {
    private static final String RAIL = """
            SELECT (SELECT max(as_of) FROM rollup_watermarks WHERE name = 'spans') AS as_of,
                   (SELECT count(*) FROM continuous_improvements WHERE status IN ('OPEN', 'REOPENED')) AS improvements
            """;

    private final Database database;

    RailRepository(Database database) {
        this.database = database;
    }

    /** {@code asOf} is null where nothing was folded yet. */
    record Rail(Instant asOf, long improvements) {
        static final Rail UNKNOWN = new Rail(null, 0);
    }

    Rail rail() {
        return database.list(RAIL, row -> new Rail(Columns.instant(row, "as_of"), row.getLong("improvements")))
                .getFirst();
    }
}
