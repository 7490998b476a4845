package dev.andon.monitor.bottleneck;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Looks up the traces that an analysis or a rollup names as examples. */
@ApplicationScoped
public class ExampleRepository {
    private static final String EXAMPLES = """
            SELECT t.trace_id, t.workflow_execution_id, t.started_at, t.duration_ms, t.status, t.span_count
              FROM unnest($1::text[]) WITH ORDINALITY AS wanted (trace_id, place)
              JOIN trace_summaries t USING (trace_id)
             ORDER BY wanted.place
            """;

    private final Database database;

    ExampleRepository(Database database) {
        this.database = database;
    }

    /** Those that are still there, in the order given. */
    List<DimensionPage.Example> of(List<String> traceIds) {
        return database.list(
                EXAMPLES,
                parameters((Object) traceIds.toArray(String[]::new)),
                row -> new DimensionPage.Example(
                        row.getString("trace_id"),
                        row.getString("workflow_execution_id"),
                        instant(row, "started_at"),
                        row.getDouble("duration_ms"),
                        row.getString("status"),
                        row.getInteger("span_count")));
    }
}
