package dev.andon.monitor.trace;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.chart.HeatMap;
import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import io.quarkus.qute.TemplateData;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Searches the summaries of traces. Every question is bounded by a range of time and by a number of rows. */
@ApplicationScoped
public class TraceSearchRepository {
    private static final String PAGE_BY_TIME = """
            SELECT trace_id, started_at, duration_ms, status, complete, workflow_execution_id, root_name, root_service, sd_type,
                   span_count, error_count, input_tokens + output_tokens AS tokens, models
              FROM trace_summaries
             WHERE started_at >= $1
               AND started_at < $2
               AND ($3::text IS NULL OR $3 = ANY (services))
               AND ($4::text IS NULL OR CASE $4 WHEN 'error' THEN status = 'ERROR'
                                                WHEN 'open' THEN NOT complete
                                                ELSE status <> 'ERROR' AND complete END)
               AND ($5::double precision IS NULL OR duration_ms >= $5)
               AND ($6::double precision IS NULL OR duration_ms < $6)
               AND ($7::text IS NULL OR workflow_execution_id = $7)
               AND ($8::text IS NULL OR $8 = ANY (models))
               AND ($9::text IS NULL OR sd_type = $9)
               AND ($10::text IS NULL OR starts_with(trace_id, $10)
                    OR strpos(lower(coalesce(workflow_execution_id, '')), $10) > 0 OR strpos(lower(root_name), $10) > 0)
               AND ($11::timestamptz IS NULL OR started_at < $11 OR (started_at = $11 AND trace_id > $12))
               AND started_at <= coalesce($11::timestamptz, 'infinity')
             ORDER BY started_at DESC, trace_id
             LIMIT $13
            """;

    private static final String PAGE_BY_DURATION = """
            SELECT trace_id, started_at, duration_ms, status, complete, workflow_execution_id, root_name, root_service, sd_type,
                   span_count, error_count, input_tokens + output_tokens AS tokens, models
              FROM (SELECT * FROM trace_summaries
                     WHERE started_at >= $1
                       AND started_at < $2
                     ORDER BY started_at DESC
                     LIMIT 200000) AS newest
             WHERE ($3::text IS NULL OR $3 = ANY (services))
               AND ($4::text IS NULL OR CASE $4 WHEN 'error' THEN status = 'ERROR'
                                                WHEN 'open' THEN NOT complete
                                                ELSE status <> 'ERROR' AND complete END)
               AND ($5::double precision IS NULL OR duration_ms >= $5)
               AND ($6::double precision IS NULL OR duration_ms < $6)
               AND ($7::text IS NULL OR workflow_execution_id = $7)
               AND ($8::text IS NULL OR $8 = ANY (models))
               AND ($9::text IS NULL OR sd_type = $9)
               AND ($10::text IS NULL OR starts_with(trace_id, $10)
                    OR strpos(lower(coalesce(workflow_execution_id, '')), $10) > 0 OR strpos(lower(root_name), $10) > 0)
               AND ($11::double precision IS NULL OR duration_ms < $11 OR (duration_ms = $11 AND trace_id > $12))
             ORDER BY duration_ms DESC, trace_id
             LIMIT $13
            """;

    // Five steps a decade of duration; a cell knows how many of its traces failed. Without an order it is a hash of
    // some
    // hundred cells; with one, the planner, who expects a cell a trace, sorts 200 000 rows first: twice the time.
    private static final String CELLS = """
            SELECT date_bin($11::bigint * interval '1 second', started_at, $12) AS step,
                   floor(log(greatest(duration_ms, 0.1)) * 5)::int AS height,
                   count(*) AS traces,
                   count(*) FILTER (WHERE status = 'ERROR') AS failed
              FROM (SELECT * FROM trace_summaries
                     WHERE started_at >= $1
                       AND started_at < $2
                     ORDER BY started_at DESC
                     LIMIT 200000) AS newest
             WHERE ($3::text IS NULL OR $3 = ANY (services))
               AND ($4::text IS NULL OR CASE $4 WHEN 'error' THEN status = 'ERROR'
                                                WHEN 'open' THEN NOT complete
                                                ELSE status <> 'ERROR' AND complete END)
               AND ($5::double precision IS NULL OR duration_ms >= $5)
               AND ($6::double precision IS NULL OR duration_ms < $6)
               AND ($7::text IS NULL OR workflow_execution_id = $7)
               AND ($8::text IS NULL OR $8 = ANY (models))
               AND ($9::text IS NULL OR sd_type = $9)
               AND ($10::text IS NULL OR starts_with(trace_id, $10)
                    OR strpos(lower(coalesce(workflow_execution_id, '')), $10) > 0 OR strpos(lower(root_name), $10) > 0)
             GROUP BY step, height
             LIMIT 2000
            """;

    // Traces that agree in everything are one row before their services and models are taken apart: 40 000 traces in 65
    // ms, not 180.
    private static final String FACETS = """
            WITH newest AS (
                SELECT services, models, failed, open, count(*) AS traces
                  FROM (SELECT services, models, status = 'ERROR' AS failed, NOT complete AS open
                          FROM trace_summaries
                         WHERE started_at >= $1
                           AND started_at < $2
                         ORDER BY started_at DESC
                         LIMIT 50000) AS traces
                 GROUP BY services, models, failed, open)
            SELECT 'status' AS key, CASE WHEN failed THEN 'error' ELSE 'open' END AS value, sum(traces)::bigint AS count
              FROM newest WHERE failed OR open GROUP BY 2
            UNION ALL
            (SELECT 'service', service, sum(traces)::bigint
               FROM newest, unnest(services) AS service GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 6)
            UNION ALL
            (SELECT 'model', model, sum(traces)::bigint
               FROM newest, unnest(models) AS model GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 6)
            """;

    private final Database database;

    TraceSearchRepository(Database database) {
        this.database = database;
    }

    /** A value of a filter and how many traces of the range have it. */
    @TemplateData
    public record Facet(String key, String value, long count) {}

    /** The newest that match, from a cursor on. */
    public List<Found> byTime(TraceFilter filter, Instant before, String afterId, int limit) {
        return database.list(
                PAGE_BY_TIME,
                narrowed(filter)
                        .addValue(parameters(before).getValue(0))
                        .addValue(afterId)
                        .addInteger(limit),
                TraceSearchRepository::found);
    }

    /** The slowest that match, from a cursor on. */
    public List<Found> byDuration(TraceFilter filter, Double belowMs, String afterId, int limit) {
        return database.list(
                PAGE_BY_DURATION,
                narrowed(filter).addValue(belowMs).addValue(afterId).addInteger(limit),
                TraceSearchRepository::found);
    }

    /** How those that match lie over time, in steps counted from {@code origin}, and duration. */
    public List<HeatMap.Cell> cells(TraceFilter filter, long stepSeconds, Instant origin) {
        return database
                .list(
                        CELLS,
                        narrowed(filter)
                                .addValue(stepSeconds)
                                .addValue(parameters(origin).getValue(0)),
                        TraceSearchRepository::cell)
                .stream()
                .sorted(Comparator.comparing(HeatMap.Cell::at).thenComparing(HeatMap.Cell::lowMs))
                .toList();
    }

    /** What one could narrow by. */
    public List<Facet> facets(Instant from, Instant to) {
        return database.list(
                FACETS,
                parameters(from, to),
                row -> new Facet(row.getString("key"), row.getString("value"), row.getLong("count")));
    }

    private static Tuple narrowed(TraceFilter filter) {
        return parameters(
                filter.range().from(),
                filter.range().to(),
                filter.service(),
                filter.status(),
                filter.minMs(),
                filter.maxMs(),
                filter.execution(),
                filter.model(),
                filter.sdType(),
                filter.text());
    }

    private static HeatMap.Cell cell(Row row) {
        int height = row.getInteger("height");
        return new HeatMap.Cell(
                instant(row, "step"),
                Math.pow(10, height / 5.0),
                Math.pow(10, (height + 1) / 5.0),
                row.getLong("traces"),
                row.getLong("failed"));
    }

    private static Found found(Row row) {
        return new Found(
                row.getString("trace_id"),
                instant(row, "started_at"),
                row.getDouble("duration_ms"),
                row.getString("status"),
                row.getBoolean("complete"),
                row.getString("workflow_execution_id"),
                row.getString("root_name"),
                row.getString("root_service"),
                row.getString("sd_type"),
                row.getInteger("span_count"),
                row.getInteger("error_count"),
                row.getLong("tokens"),
                Columns.texts(row, "models"),
                false);
    }
}
