package dev.andon.analyzer.improvement;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** continuous_improvements: what findings became. */
@Singleton
public final class ImprovementRepository {
    /**
     * A finding updates its open item. A new one gets an item and an event, unless its dimension has as many open items as it may,
     * or somebody resolved or dismissed the item so lately that the window still holds samples from before.
     */
    private static final String RECORD = """
            WITH finding AS (
                SELECT dimension_type, dimension_key, finding, title, description, detail::jsonb AS detail
                  FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                       AS given (dimension_type, dimension_key, finding, title, description, detail)),
            updated AS (
                UPDATE continuous_improvements AS item
                   SET title = finding.title,
                       description = finding.description,
                       source_detail = finding.detail,
                       updated_at = ?
                  FROM finding
                 WHERE item.source = 'TELEMETRY_BOTTLENECK'
                   AND item.status IN ('OPEN', 'REOPENED')
                   AND item.source_detail ->> 'dimension_type' = finding.dimension_type
                   AND item.source_detail ->> 'dimension_key' = finding.dimension_key
                   AND item.source_detail ->> 'finding' = finding.finding
                RETURNING item.improvement_id, finding.dimension_type, finding.dimension_key, finding.finding),
            inserted AS (
                INSERT INTO continuous_improvements (created_at, updated_at, source, title, description, source_detail)
                SELECT ?, ?, 'TELEMETRY_BOTTLENECK', title, description, detail
                  FROM finding
                 WHERE NOT EXISTS (
                       SELECT FROM updated
                        WHERE updated.dimension_type = finding.dimension_type
                          AND updated.dimension_key = finding.dimension_key
                          AND updated.finding = finding.finding)
                   AND NOT EXISTS (
                       SELECT FROM continuous_improvements AS item
                        WHERE item.source = 'TELEMETRY_BOTTLENECK'
                          AND item.source_detail ->> 'dimension_type' = finding.dimension_type
                          AND item.source_detail ->> 'dimension_key' = finding.dimension_key
                          AND item.source_detail ->> 'finding' = finding.finding
                          AND item.status IN ('RESOLVED', 'DISMISSED')
                          AND item.resolved_at > ?)
                   AND (SELECT count(*)
                          FROM continuous_improvements AS item
                         WHERE item.source = 'TELEMETRY_BOTTLENECK'
                           AND item.status IN ('OPEN', 'REOPENED')
                           AND item.source_detail ->> 'dimension_type' = finding.dimension_type
                           AND item.source_detail ->> 'dimension_key' = finding.dimension_key) < ?
                ON CONFLICT DO NOTHING
                RETURNING improvement_id, source_detail)
            SELECT improvement_id, dimension_type, dimension_key, NULL AS event_id
              FROM updated
            UNION ALL
            SELECT improvement_id, source_detail ->> 'dimension_type', source_detail ->> 'dimension_key',
                   ops_emit_event('telemetry.bottleneck_found', jsonb_build_object('improvement_id', improvement_id) || source_detail)
              FROM inserted
            """;

    private static final String LIST = """
            SELECT improvement_id, created_at, updated_at, resolved_at, source, status, title, description,
                   source_detail::text AS source_detail, attributes::text AS attributes
              FROM continuous_improvements
             WHERE (NOT ? OR status IN ('OPEN', 'REOPENED'))
               AND (?::text IS NULL OR source_detail ->> 'dimension_type' = ?)
               AND (?::text IS NULL OR source_detail ->> 'dimension_key' = ?)
             ORDER BY created_at DESC, improvement_id DESC
             LIMIT ?
            """;

    private static final String ONE = """
            SELECT improvement_id, created_at, updated_at, resolved_at, source, status, title, description,
                   source_detail::text AS source_detail, attributes::text AS attributes
              FROM continuous_improvements
             WHERE improvement_id = ?
            """;

    private static final String CHANGE_STATUS = """
            UPDATE continuous_improvements
               SET status = ?,
                   updated_at = ?,
                   attributes = attributes || jsonb_strip_nulls(jsonb_build_object('changed_by', ?::text, 'note', ?::text))
             WHERE improvement_id = ?
            """;

    /**
     * Writes what an analysis found.
     *
     * @param maxOpen open items a dimension may have
     * @param windowFrom items that were resolved after this moment are not opened again
     * @return the open item of each dimension that has one
     */
    public Map<Dimension, Long> record(
            Session session, List<Finding> findings, int maxOpen, Instant windowFrom, Instant now) {
        Map<Dimension, Long> items = new HashMap<>();
        session.forEach(
                RECORD,
                row -> items.put(
                        new Dimension(row.getString("dimension_type"), row.getString("dimension_key")),
                        row.getLong("improvement_id")),
                findings.stream().map(finding -> finding.dimension().type()).toArray(String[]::new),
                findings.stream().map(finding -> finding.dimension().key()).toArray(String[]::new),
                findings.stream().map(Finding::finding).toArray(String[]::new),
                findings.stream().map(Finding::title).toArray(String[]::new),
                findings.stream().map(Finding::description).toArray(String[]::new),
                findings.stream().map(Finding::detail).toArray(String[]::new),
                now,
                now,
                now,
                windowFrom,
                maxOpen);
        return items;
    }

    /** Newest first; type and key may be null for any. */
    public List<Improvement> list(Session session, boolean openOnly, String type, String key, int limit) {
        return session.query(LIST, ImprovementRepository::improvement, openOnly, type, type, key, key, limit);
    }

    public Optional<Improvement> one(Session session, long improvementId) {
        return session.first(ONE, ImprovementRepository::improvement, improvementId);
    }

    /** False where there is no such item. */
    public boolean changeStatus(
            Session session, long improvementId, String status, String by, String note, Instant now) {
        return session.update(CHANGE_STATUS, status, now, by, note, improvementId) == 1;
    }

    private static Improvement improvement(ResultSet row) throws SQLException {
        return new Improvement(
                row.getLong("improvement_id"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"),
                Rows.instant(row, "resolved_at"),
                row.getString("source"),
                row.getString("status"),
                row.getString("title"),
                row.getString("description"),
                row.getString("source_detail"),
                row.getString("attributes"));
    }
}
