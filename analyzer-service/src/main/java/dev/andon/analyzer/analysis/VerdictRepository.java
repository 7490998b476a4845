package dev.andon.analyzer.analysis;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.DimensionHistory.Previous;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What the last analysis that succeeded said of each dimension, read from its result. */
@Singleton
public final class VerdictRepository {
    private static final String ABOVE = """
            SELECT bottleneck ->> 'dimension_type' AS dimension_type,
                   bottleneck ->> 'dimension_key' AS dimension_key,
                   bottleneck ->> 'since' AS since
              FROM (SELECT output_ref
                      FROM telemetry_analysis_runs
                     WHERE status = 'SUCCEEDED'
                     ORDER BY finished_at DESC
                     LIMIT 1) AS last_success,
                   jsonb_array_elements(output_ref -> 'bottlenecks') AS bottleneck
            """;

    /** Only dimensions that were above their limit are in the answer. */
    Map<Dimension, Previous> previous(Session session) {
        Map<Dimension, Previous> previous = new HashMap<>();
        session.forEach(ABOVE, row -> {
            String since = row.getString("since");
            previous.put(
                    new Dimension(row.getString("dimension_type"), row.getString("dimension_key")),
                    new Previous(true, since == null ? null : Instant.parse(since)));
        });
        return previous;
    }
}
