package dev.andon.monitor.usage;

import dev.andon.common.histogram.HistogramEntries;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.store.Columns;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the rollups of chat telemetry. Histograms are put side by side by the database and added up here. */
@ApplicationScoped
class UsageRepository {
    private static final String SERIES = """
            SELECT to_timestamp(floor(extract(epoch FROM bucket_start) / $3) * $3) AS at,
                   sum(requests)::bigint AS requests, sum(errors)::bigint AS errors, sum(input_tokens)::bigint AS input_tokens,
                   sum(output_tokens)::bigint AS output_tokens, sum(priced_requests)::bigint AS priced_requests,
                   sum(cost_usd) AS cost_usd, string_agg(latency_histogram, ''::bytea) AS histogram
              FROM chat_telemetry_rollups
             WHERE bucket_start >= $1
               AND bucket_start < $2
             GROUP BY at
             ORDER BY at
            """;
    private static final String DOMAINS = """
            SELECT domain AS name,
                   sum(requests)::bigint AS requests, sum(errors)::bigint AS errors, sum(input_tokens)::bigint AS input_tokens,
                   sum(output_tokens)::bigint AS output_tokens, sum(priced_requests)::bigint AS priced_requests,
                   sum(cost_usd) AS cost_usd, string_agg(latency_histogram, ''::bytea) AS histogram
              FROM chat_telemetry_domain_rollups
             WHERE bucket_start >= $1
               AND bucket_start < $2
             GROUP BY domain
             ORDER BY sum(requests) DESC, domain
             LIMIT $3
            """;
    private static final String MODELS = """
            SELECT model AS name,
                   sum(requests)::bigint AS requests, sum(errors)::bigint AS errors, sum(input_tokens)::bigint AS input_tokens,
                   sum(output_tokens)::bigint AS output_tokens, sum(priced_requests)::bigint AS priced_requests,
                   sum(cost_usd) AS cost_usd, string_agg(latency_histogram, ''::bytea) AS histogram
              FROM chat_telemetry_model_rollups
             WHERE bucket_start >= $1
               AND bucket_start < $2
             GROUP BY model
             ORDER BY sum(requests) DESC, model
             LIMIT $3
            """;
    private static final String NEWEST = """
            SELECT (SELECT max(bucket_start) FROM chat_telemetry_rollups) AS newest_bucket,
                   (SELECT max(created_at) FROM chat_telemetry) AS newest_row,
                   (SELECT as_of FROM rollup_watermarks WHERE name = 'chat_telemetry') AS as_of
            """;

    private final Database database;

    UsageRepository(Database database) {
        this.database = database;
    }

    /** By the start of the step, in order; a step is a whole number of hours. */
    Map<Instant, Tally> series(Instant from, Instant to, Duration step) {
        Map<Instant, Tally> series = new TreeMap<>();
        database.list(
                SERIES,
                Columns.parameters(from, to, step.toSeconds()),
                row -> series.put(Columns.instant(row, "at"), tally(row)));
        return series;
    }

    /** The domains with most requests, in that order. */
    Map<String, Tally> domains(Instant from, Instant to, int most) {
        return named(DOMAINS, from, to, most);
    }

    /** The models with most requests, in that order. */
    Map<String, Tally> models(Instant from, Instant to, int most) {
        return named(MODELS, from, to, most);
    }

    private Map<String, Tally> named(String sql, Instant from, Instant to, int most) {
        Map<String, Tally> named = new LinkedHashMap<>();
        List<Tally> read = database.list(sql, Columns.parameters(from, to, most), row -> {
            Tally tally = tally(row);
            named.put(row.getString("name"), tally);
            return tally;
        });
        return read.isEmpty() ? Map.of() : named;
    }

    /** The newest hour, the newest request, and how far the rollups are; each null where there is none. */
    Newest newest() {
        return database.list(
                        NEWEST,
                        row -> new Newest(
                                Columns.instant(row, "newest_bucket"),
                                Columns.instant(row, "newest_row"),
                                Columns.instant(row, "as_of")))
                .getFirst();
    }

    record Newest(Instant bucket, Instant row, Instant asOf) {}

    private static Tally tally(Row row) {
        byte[] entries = row.getBuffer("histogram").getBytes();
        LogHistogram latency = HistogramEntries.sum(entries);
        return new Tally(
                row.getLong("requests"),
                row.getLong("errors"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("priced_requests"),
                row.getBigDecimal("cost_usd"),
                latency);
    }
}
