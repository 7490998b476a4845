package dev.andon.analyzer.threshold;

import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** telemetry_thresholds and its audit. Changes go through the SQL functions that operators call too, so each is audited once. */
@Singleton
public final class ThresholdRepository {
    private static final String ALL = """
            SELECT dimension_type, dimension_key, baseline_p50_ms, multiplier, is_active, updated_at, updated_by
              FROM telemetry_thresholds
             ORDER BY dimension_type, dimension_key
            """;

    private static final String ONE = """
            SELECT dimension_type, dimension_key, baseline_p50_ms, multiplier, is_active, updated_at, updated_by
              FROM telemetry_thresholds
             WHERE dimension_type = ?
               AND dimension_key = ?
            """;

    private static final String SET_ALL = """
            SELECT changed.dimension_type, changed.dimension_key, changed.baseline_p50_ms, changed.multiplier, changed.is_active,
                   changed.updated_at, changed.updated_by
              FROM unnest(?::text[], ?::text[], ?::float8[], ?::float8[]) AS wanted (dimension_type, dimension_key, baseline, multiplier),
                   telemetry_set_threshold(wanted.dimension_type, wanted.dimension_key, wanted.baseline, wanted.multiplier, ?) AS changed
            """;

    private static final String DEACTIVATE = """
            SELECT telemetry_deactivate_threshold(?, ?, ?) AS switched_off
            """;

    private static final String AUDIT = """
            SELECT changed_at, changed_by, before::text AS before, after::text AS after
              FROM telemetry_threshold_audit
             WHERE dimension_type = ?
               AND dimension_key = ?
             ORDER BY audit_id DESC
             LIMIT 100
            """;

    public List<Threshold> all(Session session) {
        return session.query(ALL, ThresholdRepository::threshold);
    }

    public Optional<Threshold> one(Session session, String dimensionType, String dimensionKey) {
        return session.first(ONE, ThresholdRepository::threshold, dimensionType, dimensionKey);
    }

    /** Sets and activates; all or none. Repeating it changes nothing and leaves no audit row. */
    public List<Threshold> setAll(Session session, List<ThresholdChange> changes, String by) {
        return session.query(
                SET_ALL,
                ThresholdRepository::threshold,
                changes.stream().map(ThresholdChange::dimensionType).toArray(String[]::new),
                changes.stream().map(ThresholdChange::dimensionKey).toArray(String[]::new),
                changes.stream().map(ThresholdChange::baselineP50Ms).toArray(Double[]::new),
                changes.stream().map(ThresholdChange::multiplier).toArray(Double[]::new),
                by);
    }

    /** False where there was no active threshold. */
    public boolean deactivate(Session session, String dimensionType, String dimensionKey, String by) {
        return session.first(DEACTIVATE, row -> row.getBoolean("switched_off"), dimensionType, dimensionKey, by)
                .orElse(false);
    }

    /** The last hundred changes, newest first. */
    public List<ThresholdAudit> audit(Session session, String dimensionType, String dimensionKey) {
        return session.query(
                AUDIT,
                row -> new ThresholdAudit(
                        Rows.instant(row, "changed_at"),
                        row.getString("changed_by"),
                        row.getString("before"),
                        row.getString("after")),
                dimensionType,
                dimensionKey);
    }

    private static Threshold threshold(ResultSet row) throws SQLException {
        return new Threshold(
                row.getString("dimension_type"),
                row.getString("dimension_key"),
                row.getDouble("baseline_p50_ms"),
                row.getDouble("multiplier"),
                row.getBoolean("is_active"),
                Rows.instant(row, "updated_at"),
                row.getString("updated_by"));
    }
}
