package dev.andon.monitor.freshness;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Traces of the last whole hour against the same hour of the days before: a distance in robust deviations (median absolute deviation
 * × 1.4826, at least the Poisson noise of the median and a tenth of it). Judges only after a week.
 */
@Singleton
final class HourlyVolume implements Check {
    private static final int LEAST_DAYS = 7;
    private static final double WARN_AT = 4;
    private static final double ERROR_AT = 8;
    private static final double MAD_TO_SIGMA = 1.4826;

    private static final String SAME_HOURS = """
            SELECT hour, coalesce(r.traces, 0) AS traces
              FROM generate_series(?::timestamptz - interval '14 days', ?::timestamptz, interval '1 day') AS hour
              LEFT JOIN trace_rollups r ON r.bucket_start = hour
             WHERE hour >= (SELECT min(bucket_start) FROM trace_rollups WHERE bucket_start > ?::timestamptz - interval '15 days')
             ORDER BY hour
            """;

    @Override
    public String key() {
        return "trace_volume";
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.RAW;
    }

    @Override
    public String title() {
        return "Traces an hour";
    }

    @Override
    public String measures() {
        return "deviation";
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        Timestamp hour = Timestamp.from(now.truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS));
        List<Long> counts = session.query(SAME_HOURS, row -> row.getLong("traces"), hour, hour, hour);
        if (counts.size() <= LEAST_DAYS) {
            return Measurement.verdict(
                    CheckStatus.FRESH, "Too early to judge: it takes " + LEAST_DAYS + " days of rollups.", null);
        }
        return judge(counts.getLast(), counts.subList(0, counts.size() - 1));
    }

    static Measurement judge(long traces, List<Long> before) {
        double median = median(before.stream().mapToDouble(Long::doubleValue).toArray());
        double mad = median(
                before.stream().mapToDouble(count -> Math.abs(count - median)).toArray());
        double sigma = Math.max(Math.max(mad * MAD_TO_SIGMA, Math.sqrt(median)), Math.max(median / 10, 1));
        double distance = Math.abs(traces - median) / sigma;
        String detail =
                traces + " traces began in the last whole hour, usual for this hour are " + Math.round(median) + ".";
        return Measurement.of(
                        distance,
                        "deviations",
                        WARN_AT,
                        // Twice as many traces are news, not a failure; none where there are many is one.
                        traces < median ? ERROR_AT : null,
                        detail,
                        "Look at /traces and at the programs that send; a release or a holiday explains some of it.")
                .expecting(Math.round(Math.max(0, median - WARN_AT * sigma)) + " to "
                        + Math.round(median + WARN_AT * sigma) + " traces");
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
