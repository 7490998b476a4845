package dev.andon.analyzer.percentile;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Reads the samples of one dimension from the spans, in SQL of its own and not by the arithmetic that folds them: which spans are
 * samples of a dimension is said here a second time. Only what is folded counts, so that both sides are of the same spans.
 */
@Singleton
final class PercentileRepository {
    private static final String LIMIT_TIME = "SELECT set_config('statement_timeout', ?, true)";

    private static final String HISTOGRAMS = """
            SELECT duration_histogram
              FROM dimension_rollups
             WHERE dimension_type = ?
               AND dimension_key = ?
               AND bucket_start >= ?
               AND bucket_start < ?
            """;

    /** Where a span alone says whether it is a sample. */
    private static final String OF_SPANS = """
            SELECT count(*) AS samples,
                   percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY s.duration_ms) AS milliseconds
              FROM workflow_trace_log s
              JOIN trace_summaries t USING (trace_id)
             WHERE t.started_at >= ?
               AND t.started_at < ?
               AND s.created_at >= ?
               AND s.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans')
               AND s.span_type = coalesce(?::text, s.span_type)
               AND ?::text = CASE ?::text
                                 WHEN 'phase' THEN s.phase
                                 WHEN 'gate' THEN s.gate
                                 WHEN 'subagent' THEN s.subagent
                                 WHEN 'tool' THEN s.tool
                                 WHEN 'model' THEN s.model
                                 WHEN 'operation' THEN s.service_name || ' ' || s.span_name
                             END
            """;

    /** A service is timed where it is entered: at spans whose parent is another service's or is missing. */
    private static final String OF_SERVICE = """
            SELECT count(*) AS samples,
                   percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY s.duration_ms) AS milliseconds
              FROM workflow_trace_log s
              JOIN trace_summaries t USING (trace_id)
             WHERE t.started_at >= ?
               AND t.started_at < ?
               AND s.created_at >= ?
               AND s.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans')
               AND s.service_name = ?
               AND NOT EXISTS (SELECT
                                 FROM workflow_trace_log p
                                WHERE p.trace_id = s.trace_id
                                  AND p.span_id = s.parent_span_id
                                  AND p.span_id <> s.span_id
                                  AND p.service_name = s.service_name
                                  AND p.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans'))
            """;

    /** A gate's sd_type is its own, else that of the nearest span above it, else the trace's. */
    private static final String OF_GATE_AND_SD_TYPE = """
            SELECT count(*) AS samples,
                   percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY s.duration_ms) AS milliseconds
              FROM workflow_trace_log s
              JOIN trace_summaries t USING (trace_id)
             WHERE t.started_at >= ?
               AND t.started_at < ?
               AND s.created_at >= ?
               AND s.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans')
               AND s.span_type = 'gate'
               AND ? = s.gate || '+' || coalesce(
                           s.sd_type,
                           (WITH RECURSIVE above (span_id, parent_span_id, sd_type, level) AS (
                                SELECT s.span_id, s.parent_span_id, s.sd_type, 0
                                UNION ALL
                                SELECT p.span_id, p.parent_span_id, p.sd_type, a.level + 1
                                  FROM above a
                                  JOIN workflow_trace_log p
                                    ON p.trace_id = s.trace_id AND p.span_id = a.parent_span_id
                                   AND p.span_id <> a.span_id
                                 WHERE a.sd_type IS NULL
                                   AND a.level < 1000
                                   AND p.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans'))
                            SELECT sd_type FROM above WHERE sd_type IS NOT NULL ORDER BY level LIMIT 1),
                           t.sd_type)
            """;

    /** Workflow spans that name one; in a trace without such a span its main root, the longest one without a parent. */
    private static final String OF_SD_TYPE = """
            SELECT count(*) AS samples,
                   percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY s.duration_ms) AS milliseconds
              FROM workflow_trace_log s
              JOIN trace_summaries t USING (trace_id)
             WHERE t.started_at >= ?
               AND t.started_at < ?
               AND s.created_at >= ?
               AND s.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans')
               AND s.sd_type = ?
               AND (s.span_type = 'workflow'
                    OR s.span_id = (SELECT r.span_id
                                      FROM workflow_trace_log r
                                     WHERE r.trace_id = s.trace_id
                                       AND r.ingest_xid < (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans')
                                     ORDER BY r.span_type = 'workflow' AND r.sd_type IS NOT NULL DESC,
                                           EXISTS (SELECT
                                                     FROM workflow_trace_log p
                                                    WHERE p.trace_id = r.trace_id
                                                      AND p.span_id = r.parent_span_id
                                                      AND p.span_id <> r.span_id),
                                           r.parent_span_id IS NOT NULL,
                                           r.duration_ms DESC,
                                           r.created_at
                                     LIMIT 1))
            """;

    /** For the statements of this transaction that follow. */
    void limitTime(Session session, Duration limit) {
        session.first(LIMIT_TIME, row -> row.getString(1), limit.toMillis() + "ms");
    }

    /** Of the hours that begin in [from, to), merged. */
    LogHistogram rollup(Session session, Dimension dimension, Instant from, Instant to) {
        LogHistogram merged = new LogHistogram();
        session.forEach(
                HISTOGRAMS,
                row -> merged.merge(LogHistogram.fromBytes(row.getBytes(1))),
                dimension.type(),
                dimension.key(),
                from,
                to);
        return merged;
    }

    /** Of the folded traces that start in [from, to). */
    ExactPercentiles exact(Session session, Dimension dimension, Instant from, Instant to) {
        String type = dimension.type();
        String key = dimension.key();
        return switch (type) {
            case "service" -> one(session, OF_SERVICE, from, to, from, key);
            case "sd_type" -> one(session, OF_SD_TYPE, from, to, from, key);
            case "gate+sd_type" -> one(session, OF_GATE_AND_SD_TYPE, from, to, from, key);
            case "operation" -> one(session, OF_SPANS, from, to, from, null, key, type);
            case "model" -> one(session, OF_SPANS, from, to, from, "llm", key, type);
            default -> one(session, OF_SPANS, from, to, from, type, key, type);
        };
    }

    private static ExactPercentiles one(Session session, String statement, Object... parameters) {
        return session.first(statement, PercentileRepository::percentiles, parameters)
                .orElseThrow();
    }

    private static ExactPercentiles percentiles(ResultSet row) throws SQLException {
        Array milliseconds = row.getArray("milliseconds");
        return new ExactPercentiles(
                row.getLong("samples"), milliseconds == null ? List.of() : List.of((Double[]) milliseconds.getArray()));
    }
}
