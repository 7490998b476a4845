package dev.andon.monitor.freshness;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.Measurement;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/**
 * Services that sent in at least 24 of the hours of the last two weeks and are silent for longer than twice their longest silence in
 * that time, and for three hours at least.
 */
@Singleton
final class StoppedWriters implements Check {
    private static final int SHOWN = 5;

    private static final String STOPPED = """
            SELECT dimension_key, last_seen
              FROM (SELECT dimension_key, max(bucket_start) AS last_seen, count(*) AS hours,
                           max(bucket_start - before) AS longest
                      FROM (SELECT dimension_key, bucket_start,
                                   lag(bucket_start) OVER (PARTITION BY dimension_key ORDER BY bucket_start) AS before
                              FROM dimension_rollups
                             WHERE dimension_type = 'service'
                               AND bucket_start > ?::timestamptz - interval '14 days') AS seen
                     GROUP BY dimension_key) AS service
             WHERE hours >= 24
               AND ?::timestamptz - last_seen - interval '1 hour' > greatest(2 * longest, interval '3 hours')
             ORDER BY last_seen DESC, dimension_key
             LIMIT 100
            """;

    @Override
    public String key() {
        return "stopped_writers";
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.RAW;
    }

    @Override
    public String title() {
        return "Services that stopped sending";
    }

    @Override
    public String measures() {
        return "services";
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        Timestamp at = Timestamp.from(now);
        List<String> stopped = session.query(
                STOPPED,
                row -> row.getString("dimension_key") + " (since "
                        + row.getTimestamp("last_seen").toInstant() + ")",
                at,
                at);
        String detail = stopped.isEmpty()
                ? "Every service that sends regularly still does."
                : "Silent for longer than ever: "
                        + String.join(", ", stopped.subList(0, Math.min(SHOWN, stopped.size())))
                        + (stopped.size() > SHOWN ? ", …" : "") + ".";
        return Measurement.of(
                stopped.size(),
                "services",
                1.0,
                null,
                detail,
                "Look whether it was switched off on purpose; if not, at its exporter's errors and at its key: keys list says when each was used last.");
    }
}
