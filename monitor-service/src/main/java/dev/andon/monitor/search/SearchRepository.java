package dev.andon.monitor.search;

import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Finds traces and work items by the beginning of their id, among the newest. */
@ApplicationScoped
public class SearchRepository {
    private static final String TRACES = """
            SELECT trace_id, coalesce(workflow_execution_id, root_name) AS title
              FROM trace_summaries
             WHERE trace_id >= $1
               AND trace_id < $1 || 'g'
             ORDER BY trace_id
             LIMIT 5
            """;

    private static final String EXECUTIONS = """
            SELECT workflow_execution_id, count(*) AS traces
              FROM (SELECT workflow_execution_id
                      FROM trace_summaries
                     WHERE started_at >= $2
                     ORDER BY started_at DESC
                     LIMIT 20000) AS newest
             WHERE strpos(lower(workflow_execution_id), $1) > 0
             GROUP BY workflow_execution_id
             ORDER BY workflow_execution_id
             LIMIT 6
            """;

    private final Database database;

    SearchRepository(Database database) {
        this.database = database;
    }

    /** Traces whose id begins so; the text is lower-case hex. */
    List<Hit> traces(String prefix) {
        return database.list(
                TRACES,
                parameters(prefix),
                row -> new Hit(
                        "Trace " + row.getString("trace_id").substring(0, 8),
                        row.getString("title"),
                        "/traces/" + row.getString("trace_id")));
    }

    /** Work items whose id contains the text. */
    List<Hit> executions(String text, Instant since) {
        return database.list(
                EXECUTIONS,
                parameters(text, since),
                row -> new Hit(
                        row.getString("workflow_execution_id"),
                        "work item, " + row.getLong("traces") + (row.getLong("traces") == 1 ? " trace" : " traces"),
                        "/traces?range=30d&execution="
                                + java.net.URLEncoder.encode(
                                        row.getString("workflow_execution_id"),
                                        java.nio.charset.StandardCharsets.UTF_8)));
    }
}
