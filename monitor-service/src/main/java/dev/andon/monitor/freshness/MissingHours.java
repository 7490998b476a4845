package dev.andon.monitor.freshness;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.Measurement;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Hours of the last day without any trace, though that hour had some on at least six of the seven days before. */
@Singleton
final class MissingHours implements Check {
    private static final double ERROR_AT = 3;
    private static final int SHOWN = 5;

    private static final String MISSING = """
            SELECT hour
              FROM generate_series(?::timestamptz - interval '24 hours', ?::timestamptz - interval '1 hour', interval '1 hour') AS hour
             WHERE NOT EXISTS (SELECT FROM trace_rollups WHERE bucket_start = hour)
               AND (SELECT count(*)
                      FROM generate_series(1, 7) AS day
                      JOIN trace_rollups r ON r.bucket_start = hour - day * interval '1 day') >= 6
             ORDER BY hour
            """;

    @Override
    public String key() {
        return "missing_hours";
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.ROLLUPS;
    }

    @Override
    public String title() {
        return "Hours without traces";
    }

    @Override
    public String measures() {
        return "in the last day";
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        Timestamp hour = Timestamp.from(now.truncatedTo(ChronoUnit.HOURS));
        List<String> missing = session.query(
                MISSING, row -> row.getTimestamp("hour").toInstant().toString(), hour, hour);
        String detail = missing.isEmpty()
                ? "No hour of the last day lacks traces that it usually has."
                : "Usually there are traces, but none began in the hours of "
                        + String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size())))
                        + (missing.size() > SHOWN ? ", …" : "") + ".";
        return Measurement.of(
                missing.size(),
                "hours",
                1.0,
                ERROR_AT,
                detail,
                "Where ingest or its senders were down, spans that were kept can still be sent or imported: late hours are filled. "
                        + "Where spans are there, run: andon analyzer rollup rebuild.");
    }
}
