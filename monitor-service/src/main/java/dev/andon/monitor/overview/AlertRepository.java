package dev.andon.monitor.overview;

import static dev.andon.monitor.store.Columns.parameters;

import dev.andon.monitor.store.Database;
import io.quarkus.qute.TemplateData;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Reads the alert rules that fire. */
@ApplicationScoped
public class AlertRepository {
    private static final String FIRING = """
            SELECT severity, name, summary, runbook, page
              FROM telemetry_alerts($1)
             WHERE firing
             ORDER BY severity, name
            """;

    private final Database database;

    AlertRepository(Database database) {
        this.database = database;
    }

    /** One rule that fires, with what to do about it. */
    @TemplateData
    public record Alert(String severity, String name, String summary, String runbook, String page) {

        /** The class of its notice. */
        public String tone() {
            return "critical".equals(severity) ? "bad" : "warn";
        }
    }

    /** Those that fire at a time, critical ones first. */
    public List<Alert> firing(Instant now) {
        return database.list(
                FIRING,
                parameters(now),
                row -> new Alert(
                        row.getString("severity"),
                        row.getString("name"),
                        row.getString("summary"),
                        row.getString("runbook"),
                        row.getString("page")));
    }
}
