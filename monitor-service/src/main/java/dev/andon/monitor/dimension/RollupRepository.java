package dev.andon.monitor.dimension;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the hourly rollups of dimensions. Cost grows with hours, never with spans. */
@ApplicationScoped
public class RollupRepository {
    private static final String HOURS = """
            SELECT bucket_start, samples, errors, duration_us, critical_us, self_us, duration_histogram, exemplars
              FROM dimension_rollups
             WHERE dimension_type = $1
               AND dimension_key = $2
               AND bucket_start >= $3
               AND bucket_start < $4
             ORDER BY bucket_start
            """;

    // The median of a day is taken as the mean of its hours' medians, weighted by samples: within a pixel of a spark.
    private static final String SPARKS = """
            SELECT d.dimension_type, d.dimension_key,
                   date_bin($5::bigint * interval '1 second', d.bucket_start, $3) AS step,
                   sum(d.p50_ms * d.samples) / nullif(sum(d.samples), 0) AS p50_ms
              FROM unnest($1::text[], $2::text[]) AS wanted (dimension_type, dimension_key)
              JOIN dimension_rollups d USING (dimension_type, dimension_key)
             WHERE d.bucket_start >= $3
               AND d.bucket_start < $4
             GROUP BY d.dimension_type, d.dimension_key, step
            """;

    private static final String TOTALS = """
            SELECT dimension_type, dimension_key,
                   sum(samples)::bigint AS samples,
                   sum(critical_us)::bigint AS critical_us
              FROM dimension_rollups
             WHERE dimension_type = ANY ($1::text[])
               AND bucket_start >= $2
               AND bucket_start < $3
             GROUP BY dimension_type, dimension_key
            """;

    private final Database database;

    RollupRepository(Database database) {
        this.database = database;
    }

    /** One hour of one dimension. */
    public record Hour(
            Instant start,
            long samples,
            long errors,
            long durationUs,
            long criticalUs,
            long selfUs,
            LogHistogram histogram,
            List<String> exemplars) {}

    /** Time of one dimension on the critical path over a range. */
    public record Total(Dimension dimension, long samples, long criticalUs) {}

    /** The hours of a range in which the dimension was seen, in order. */
    public List<Hour> hours(Dimension dimension, Instant from, Instant to) {
        return database.list(
                HOURS, parameters(dimension.type(), dimension.key(), hour(from), to), RollupRepository::hour);
    }

    /** The medians of many dimensions in {@code steps} equal steps of a range; null where a step has no samples. */
    public Map<Dimension, List<Double>> sparks(List<Dimension> dimensions, Range range, int steps) {
        long stepSeconds = Math.max(3_600, range.length().toSeconds() / steps);
        Instant from = hour(range.from());
        Map<Dimension, Map<Long, Double>> found = new HashMap<>();
        database.list(
                        SPARKS,
                        parameters(
                                dimensions.stream().map(Dimension::type).toArray(String[]::new),
                                dimensions.stream().map(Dimension::key).toArray(String[]::new),
                                from,
                                range.to(),
                                stepSeconds),
                        row -> new Step(
                                new Dimension(row.getString("dimension_type"), row.getString("dimension_key")),
                                Duration.between(from, instant(row, "step")).toSeconds() / stepSeconds,
                                row.getDouble("p50_ms")))
                .forEach(step -> found.computeIfAbsent(step.dimension(), key -> new TreeMap<>())
                        .put(step.index(), step.p50Ms()));
        Map<Dimension, List<Double>> sparks = new HashMap<>();
        found.forEach((dimension, values) -> {
            Double[] all = new Double[(int) Math.max(1, range.length().toSeconds() / stepSeconds)];
            values.forEach((index, value) -> all[(int) Math.min(index, all.length - 1)] = value);
            sparks.put(dimension, java.util.Arrays.asList(all));
        });
        return sparks;
    }

    /** Time on the critical path of every dimension of some types. */
    public List<Total> totals(List<String> types, Instant from, Instant to) {
        return database.list(
                TOTALS,
                parameters(types.toArray(String[]::new), hour(from), to),
                row -> new Total(
                        new Dimension(row.getString("dimension_type"), row.getString("dimension_key")),
                        row.getLong("samples"),
                        row.getLong("critical_us")));
    }

    private record Step(Dimension dimension, long index, Double p50Ms) {}

    private static Instant hour(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
    }

    private static Hour hour(Row row) {
        return new Hour(
                instant(row, "bucket_start"),
                row.getLong("samples"),
                row.getLong("errors"),
                row.getLong("duration_us"),
                row.getLong("critical_us"),
                row.getLong("self_us"),
                LogHistogram.fromBytes(row.getBuffer("duration_histogram").getBytes()),
                Columns.texts(row, "exemplars"));
    }
}
