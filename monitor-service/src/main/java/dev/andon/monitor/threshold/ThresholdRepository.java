package dev.andon.monitor.threshold;

import static dev.andon.monitor.store.Columns.instant;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import io.quarkus.qute.TemplateData;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads thresholds and their history; changes them through the functions of the module that owns them. */
@ApplicationScoped
public class ThresholdRepository {
    private static final String ALL = """
            SELECT dimension_type, dimension_key, baseline_p50_ms, multiplier, is_active, updated_at, updated_by
              FROM telemetry_thresholds
             ORDER BY is_active DESC,
                      array_position(ARRAY['phase', 'gate', 'gate+sd_type', 'subagent', 'sd_type', 'model', 'tool', 'service',
                                           'operation'], dimension_type),
                      dimension_key
             LIMIT 1000
            """;

    private static final String ONE = """
            SELECT dimension_type, dimension_key, baseline_p50_ms, multiplier, is_active, updated_at, updated_by
              FROM telemetry_thresholds
             WHERE dimension_type = $1
               AND dimension_key = $2
            """;

    private static final String HISTORY = """
            SELECT changed_at, changed_by, dimension_type, dimension_key,
                   (before ->> 'baseline_p50_ms')::double precision AS before_ms,
                   (before ->> 'multiplier')::double precision AS before_times,
                   (after ->> 'baseline_p50_ms')::double precision AS after_ms,
                   (after ->> 'multiplier')::double precision AS after_times,
                   coalesce((after ->> 'is_active')::boolean, false) AS active
              FROM telemetry_threshold_audit
             ORDER BY audit_id DESC
             LIMIT $1
            """;

    private static final String SET = "SELECT telemetry_set_threshold($1, $2, $3, $4, $5)::text AS row";
    private static final String DEACTIVATE = "SELECT telemetry_deactivate_threshold($1, $2, $3) AS done";

    private final Database database;

    ThresholdRepository(Database database) {
        this.database = database;
    }

    /** One change, by whom and from what to what; null on the side where there was none. */
    @TemplateData
    public record Change(
            Instant at,
            String by,
            Dimension dimension,
            Double beforeMs,
            Double beforeTimes,
            Double afterMs,
            Double afterTimes,
            boolean active) {}

    /** All of them, active ones first. */
    public List<Threshold> all() {
        return database.list(ALL, ThresholdRepository::threshold);
    }

    /** That of a dimension. */
    public Optional<Threshold> of(Dimension dimension) {
        return database.first(ONE, Tuple.of(dimension.type(), dimension.key()), ThresholdRepository::threshold);
    }

    /** The newest changes. */
    public List<Change> history(int count) {
        return database.list(
                HISTORY,
                Tuple.of(count),
                row -> new Change(
                        instant(row, "changed_at"),
                        row.getString("changed_by"),
                        new Dimension(row.getString("dimension_type"), row.getString("dimension_key")),
                        row.getDouble("before_ms"),
                        row.getDouble("before_times"),
                        row.getDouble("after_ms"),
                        row.getDouble("after_times"),
                        row.getBoolean("active")));
    }

    /** Sets one and switches it on. */
    public void set(Dimension dimension, double baselineMs, double multiplier, String by) {
        database.list(
                SET,
                Columns.parameters(dimension.type(), dimension.key(), baselineMs, multiplier, by),
                row -> row.getString("row"));
    }

    /** Switches one off. */
    public void deactivate(Dimension dimension, String by) {
        database.list(DEACTIVATE, Tuple.of(dimension.type(), dimension.key(), by), row -> row.getBoolean("done"));
    }

    private static Threshold threshold(Row row) {
        return new Threshold(
                new Dimension(row.getString("dimension_type"), row.getString("dimension_key")),
                row.getDouble("baseline_p50_ms"),
                row.getDouble("multiplier"),
                row.getBoolean("is_active"),
                instant(row, "updated_at"),
                row.getString("updated_by"));
    }
}
