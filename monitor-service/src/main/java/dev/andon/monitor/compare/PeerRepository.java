package dev.andon.monitor.compare;

import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.common.trace.TraceSpan;
import dev.andon.monitor.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Finds a trace to hold another one against: of the same root, that succeeded, within seven days; looks at the newest 50 000. */
@ApplicationScoped
public class PeerRepository {
    private static final Duration AROUND = Duration.ofDays(7);

    // The cast of the share is needed: a bare parameter has no type there.
    private static final String PEER = """
            WITH peers AS (
                SELECT trace_id, duration_ms
                  FROM (SELECT trace_id, duration_ms, root_service, root_name, complete, status
                          FROM trace_summaries
                         WHERE started_at >= $1
                           AND started_at < $2
                         ORDER BY started_at DESC
                         LIMIT 50000) AS newest
                 WHERE root_service = $3
                   AND root_name = $4
                   AND trace_id <> $5
                   AND complete
                   AND status <> 'ERROR')
            SELECT trace_id
              FROM peers
             WHERE duration_ms >= (SELECT percentile_disc($6::double precision) WITHIN GROUP (ORDER BY duration_ms) FROM peers)
             ORDER BY duration_ms, trace_id
             LIMIT 1
            """;

    private final Database database;

    PeerRepository(Database database) {
        this.database = database;
    }

    /** The trace at a share of all, the fastest being at 0; empty where there is no other. */
    Optional<String> of(TraceSpan root, double share) {
        Instant start = Instant.EPOCH.plus(root.startUs(), ChronoUnit.MICROS);
        return database.first(
                PEER,
                parameters(start.minus(AROUND), start.plus(AROUND), root.service(), root.name(), root.traceId(), share),
                row -> row.getString("trace_id"));
    }
}
