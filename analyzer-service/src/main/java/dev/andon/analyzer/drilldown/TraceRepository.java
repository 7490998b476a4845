package dev.andon.analyzer.drilldown;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.analyzer.span.SpanReader;
import dev.andon.analyzer.span.StoredSpan;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import dev.andon.common.trace.TraceSpan;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads a bounded number of whole traces, for a closer look than rollups allow. */
@Singleton
final class TraceRepository {
    /** One slow trace of each hour, the hours nearest to the change first. */
    private static final String EXEMPLARS_BEFORE = """
            SELECT exemplars[1] AS trace_id
              FROM dimension_rollups
             WHERE dimension_type = ?
               AND dimension_key = ?
               AND bucket_start >= ?
               AND bucket_start < ?
               AND cardinality(exemplars) > 0
             ORDER BY bucket_start DESC
             LIMIT ?
            """;

    /** Among the slowest few of each hour, since a row a trace would be read otherwise. */
    private static final String SLOWEST = """
            SELECT trace_id
              FROM trace_rollups, unnest(exemplars, exemplar_us) AS slow (trace_id, micros)
             WHERE bucket_start >= ?
               AND bucket_start < ?
             ORDER BY micros DESC, trace_id
             LIMIT ?
            """;

    private static final String EXTENTS = """
            SELECT trace_id, started_at, last_start_at
              FROM trace_summaries
             WHERE trace_id = ANY (?)
               AND span_count <= ?
            """;

    /** Larger traces would cost more than the answer is worth. */
    private static final int LARGEST_TRACE = 2000;

    private record Extent(String traceId, Instant from, Instant to) {}

    /** Ids of traces with the dimension in them that began in a period, its last hours first. */
    List<String> exemplars(Session session, Dimension dimension, Period period, int limit) {
        return session.query(
                EXEMPLARS_BEFORE,
                row -> row.getString("trace_id"),
                dimension.type(),
                dimension.key(),
                period.from(),
                period.to(),
                limit);
    }

    /** Ids of the slowest traces of a period. */
    List<String> slowest(Session session, Period period, int limit) {
        return session.query(SLOWEST, row -> row.getString("trace_id"), period.from(), period.to(), limit);
    }

    /** The spans of those of the traces that are stored and not too large. */
    List<List<TraceSpan>> read(Session session, Collection<String> traceIds) {
        List<Extent> extents = session.query(
                EXTENTS,
                row -> new Extent(
                        row.getString("trace_id"), Rows.instant(row, "started_at"), Rows.instant(row, "last_start_at")),
                traceIds.toArray(String[]::new),
                LARGEST_TRACE);
        if (extents.isEmpty()) {
            return List.of();
        }
        Instant from =
                extents.stream().map(Extent::from).min(Instant::compareTo).orElseThrow();
        Instant to = extents.stream().map(Extent::to).max(Instant::compareTo).orElseThrow();
        List<List<TraceSpan>> traces = new ArrayList<>();
        session.<Collection<List<StoredSpan>>>onConnection(connection -> new SpanReader()
                        .read(
                                connection,
                                extents.stream().map(Extent::traceId).toList(),
                                micros(from),
                                micros(to),
                                Long.MAX_VALUE)
                        .values())
                .forEach(
                        spans -> traces.add(spans.stream().map(StoredSpan::span).toList()));
        return traces;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
