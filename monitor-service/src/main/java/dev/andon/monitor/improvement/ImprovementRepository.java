package dev.andon.monitor.improvement;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.chart.EffectChart;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads improvements. Numbers in their JSON that are missing or are no numbers come out as null. */
@ApplicationScoped
public class ImprovementRepository {
    private static final String LIST = """
            SELECT improvement_id, created_at, updated_at, resolved_at, status, title, description,
                   source_detail ->> 'dimension_type' AS dimension_type,
                   source_detail ->> 'dimension_key' AS dimension_key,
                   source_detail, attributes
              FROM continuous_improvements
             WHERE ($1::text IS NULL OR status = $1)
             ORDER BY created_at DESC, improvement_id DESC
             LIMIT $2
            """;

    private static final String ONE = """
            SELECT improvement_id, created_at, updated_at, resolved_at, status, title, description,
                   source_detail ->> 'dimension_type' AS dimension_type,
                   source_detail ->> 'dimension_key' AS dimension_key,
                   source_detail, attributes
              FROM continuous_improvements
             WHERE improvement_id = $1
            """;

    private static final String OF_DIMENSION = """
            SELECT improvement_id, created_at, updated_at, resolved_at, status, title, description,
                   source_detail ->> 'dimension_type' AS dimension_type,
                   source_detail ->> 'dimension_key' AS dimension_key,
                   source_detail, attributes
              FROM continuous_improvements
             WHERE source_detail ->> 'dimension_type' = $1
               AND source_detail ->> 'dimension_key' = $2
             ORDER BY created_at DESC, improvement_id DESC
             LIMIT 20
            """;

    private static final String COUNTS = """
            SELECT status, count(*) AS count
              FROM continuous_improvements
             GROUP BY status
             ORDER BY array_position(ARRAY['OPEN', 'REOPENED', 'RESOLVED', 'VERIFIED', 'DISMISSED'], status)
            """;

    private final Database database;

    ImprovementRepository(Database database) {
        this.database = database;
    }

    /** How many there are in a status. */
    public record StatusCount(String status, long count) {}

    /** The newest; {@code status} null means any. */
    public List<Improvement> newest(String status, int limit) {
        return database.list(LIST, parameters(status, limit), ImprovementRepository::improvement);
    }

    /** One of them. */
    public Optional<Improvement> find(long id) {
        return database.first(ONE, Tuple.of(id), ImprovementRepository::improvement);
    }

    /** Those of one dimension, newest first. */
    public List<Improvement> of(Dimension dimension) {
        return database.list(
                OF_DIMENSION, Tuple.of(dimension.type(), dimension.key()), ImprovementRepository::improvement);
    }

    /** Numbers by status, in the order of their life. */
    public List<StatusCount> counts() {
        return database.list(COUNTS, row -> new StatusCount(row.getString("status"), row.getLong("count")));
    }

    private static Improvement improvement(Row row) {
        Facts evidence = Facts.of(row.getValue("source_detail")).part("evidence");
        Facts effect = Facts.of(row.getValue("attributes")).part("effect");
        String type = row.getString("dimension_type");
        return new Improvement(
                row.getLong("improvement_id"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                instant(row, "resolved_at"),
                row.getString("status"),
                row.getString("title"),
                row.getString("description"),
                type == null ? null : new Dimension(type, row.getString("dimension_key")),
                new Improvement.Evidence(
                        evidence.number("ratio"),
                        evidence.number("p50_ms"),
                        evidence.number("baseline_p50_ms"),
                        evidence.number("threshold_ms"),
                        evidence.whole("samples"),
                        evidence.number("impact_ms")),
                effect(effect));
    }

    private static Improvement.Effect effect(Facts effect) {
        EffectChart.Measure before = measure(effect.part("before"));
        EffectChart.Measure after = measure(effect.part("after"));
        return before == null || after == null ? null : new Improvement.Effect(before, after);
    }

    private static EffectChart.Measure measure(Facts facts) {
        Double p50 = facts.number("p50_ms");
        Long samples = facts.whole("samples");
        return p50 == null
                ? null
                : new EffectChart.Measure(
                        p50, facts.number("p50_low_ms"), facts.number("p50_high_ms"), samples == null ? 0 : samples);
    }
}
