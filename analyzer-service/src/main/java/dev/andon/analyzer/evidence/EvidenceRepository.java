package dev.andon.analyzer.evidence;

import dev.andon.analyzer.baseline.HourlyMedian;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.HourRollup;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the fold wrote: rollups by hour and dimension, and totals of traces. Writes nothing. */
@Singleton
public final class EvidenceRepository {
    private static final String HOURS = """
            SELECT dimension_type, dimension_key, extract(epoch FROM bucket_start)::bigint AS hour, samples, errors, duration_us,
                   critical_us, self_us, p50_ms, p95_ms, duration_histogram, exemplars
              FROM dimension_rollups
             WHERE bucket_start >= ?
               AND bucket_start < ?
               AND samples > 0
            """;

    private static final String MEDIANS_BEFORE = """
            SELECT dimension_type, dimension_key, extract(epoch FROM bucket_start)::bigint AS hour, samples, p50_ms
              FROM dimension_rollups
             WHERE bucket_start >= ?
               AND bucket_start < ?
               AND samples > 0
            """;

    private static final String TOTALS = """
            SELECT coalesce(sum(traces), 0)::bigint AS traces,
                   coalesce(sum(executions), 0)::bigint AS executions,
                   coalesce(sum(duration_us), 0)::double precision AS root_us,
                   coalesce(sum(duration_us) FILTER (WHERE bucket_start >= ?), 0)::double precision AS recent_root_us
              FROM trace_rollups
             WHERE bucket_start >= ?
               AND bucket_start < ?
            """;

    private static final String AS_OF = """
            SELECT as_of FROM rollup_watermarks WHERE name = 'spans'
            """;

    /** The hours of a period, by dimension. */
    public Map<Dimension, List<HourRollup>> hours(Session session, Period period) {
        Map<Dimension, List<HourRollup>> hours = new LinkedHashMap<>();
        session.forEach(
                HOURS,
                row -> hours.computeIfAbsent(dimension(row), key -> new ArrayList<>())
                        .add(hour(row)),
                period.from(),
                period.to());
        return hours;
    }

    /** Hourly medians from a moment to another, by dimension. */
    public Map<Dimension, List<HourlyMedian>> medians(Session session, Instant from, Instant to) {
        Map<Dimension, List<HourlyMedian>> medians = new LinkedHashMap<>();
        session.forEach(
                MEDIANS_BEFORE,
                row -> medians.computeIfAbsent(dimension(row), key -> new ArrayList<>())
                        .add(new HourlyMedian(
                                Instant.ofEpochSecond(row.getLong("hour")),
                                row.getLong("samples"),
                                row.getDouble("p50_ms"))),
                from,
                to);
        return medians;
    }

    /** Counts and end-to-end time of the traces that began in a period. */
    public TraceTotals totals(Session session, Period period) {
        return session.first(
                        TOTALS,
                        row -> new TraceTotals(
                                row.getLong("traces"),
                                row.getLong("executions"),
                                row.getDouble("root_us"),
                                row.getDouble("recent_root_us")),
                        period.recent().from(),
                        period.from(),
                        period.to())
                .orElseThrow();
    }

    /** Every span acknowledged before this moment is in the rollups; empty where nothing was folded yet. */
    public Optional<Instant> asOf(Session session) {
        return session.first(AS_OF, row -> Rows.instant(row, "as_of"));
    }

    private static Dimension dimension(ResultSet row) throws SQLException {
        return new Dimension(row.getString("dimension_type"), row.getString("dimension_key"));
    }

    private static HourRollup hour(ResultSet row) throws SQLException {
        return new HourRollup(
                Instant.ofEpochSecond(row.getLong("hour")),
                row.getLong("samples"),
                row.getLong("errors"),
                row.getLong("duration_us"),
                row.getLong("critical_us"),
                row.getLong("self_us"),
                row.getDouble("p50_ms"),
                row.getDouble("p95_ms"),
                LogHistogram.fromBytes(row.getBytes("duration_histogram")),
                Rows.strings(row, "exemplars"));
    }
}
