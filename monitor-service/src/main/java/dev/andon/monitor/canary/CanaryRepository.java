package dev.andon.monitor.canary;

import dev.andon.common.sql.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import javax.sql.DataSource;

/** Whether the rollups hold a canary. */
@Singleton
final class CanaryRepository {
    /**
     * Its trace is folded, and the hour counts as many canaries and chat requests as there are. They may be more: what
     * was deleted stays counted.
     */
    private static final String ROLLED_UP = """
            SELECT EXISTS (SELECT FROM trace_summaries WHERE trace_id = ?)
                   AND (SELECT coalesce(sum(samples), 0)
                          FROM dimension_rollups
                         WHERE bucket_start = ?
                           AND dimension_type = 'service'
                           AND dimension_key = ?)
                       >= (SELECT count(*)
                             FROM trace_summaries
                            WHERE started_at = ?
                              AND root_service = ?)
                   AND (SELECT coalesce(sum(requests), 0)
                          FROM chat_telemetry_domain_rollups
                         WHERE bucket_start = ?
                           AND domain = ?)
                       >= (SELECT count(*)
                             FROM chat_telemetry
                            WHERE created_at = ?
                              AND domain = ?)
                   AND EXISTS (SELECT FROM chat_telemetry WHERE request_id = ?) AS rolled_up
            """;

    private final Database database;

    CanaryRepository(DataSource dataSource) {
        this.database = new Database(dataSource);
    }

    boolean rolledUp(String traceId, String requestId, String service, Instant hour) {
        return database.read(session -> session.first(
                        ROLLED_UP,
                        row -> row.getBoolean("rolled_up"),
                        traceId,
                        hour,
                        service,
                        hour,
                        service,
                        hour,
                        service,
                        hour,
                        service,
                        requestId)
                .orElseThrow());
    }
}
