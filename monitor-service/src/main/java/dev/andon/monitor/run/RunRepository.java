package dev.andon.monitor.run;

import static dev.andon.monitor.store.Columns.instant;
import static dev.andon.monitor.store.Columns.parameters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.store.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Reads analysis runs. What the newest successful one found is parsed once and kept, since every page asks for it. */
@ApplicationScoped
public class RunRepository {
    private static final String NEWEST = """
            SELECT run_id, status, triggered_at, triggered_by, started_at, finished_at, reason_code, findings_count, error_detail
              FROM telemetry_analysis_runs
             ORDER BY triggered_at DESC
             LIMIT $1
            """;

    private static final String ONE = """
            SELECT run_id, status, triggered_at, triggered_by, started_at, finished_at, reason_code, findings_count, error_detail
              FROM telemetry_analysis_runs
             WHERE run_id = $1
            """;

    private static final String LAST_SUCCESS = """
            SELECT run_id, status, triggered_at, triggered_by, started_at, finished_at, reason_code, findings_count, error_detail
              FROM telemetry_analysis_runs
             WHERE status = 'SUCCEEDED'
             ORDER BY triggered_at DESC
             LIMIT 1
            """;

    private static final String OUTPUT = """
            SELECT output_ref::text AS output
              FROM telemetry_analysis_runs
             WHERE run_id = $1
               AND output_ref IS NOT NULL
            """;

    private static final String QUEUE = "SELECT telemetry_queue_analysis($1, NULL) AS run_id";

    private final Database database;
    private final ObjectMapper json;
    private final AtomicReference<Latest> kept = new AtomicReference<>();

    RunRepository(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** A successful run with what it found. */
    public record Latest(Run run, Output output) {}

    /** The newest runs of any status. */
    public List<Run> newest(int count) {
        return database.list(NEWEST, Tuple.of(count), RunRepository::run);
    }

    /** One run. */
    public Optional<Run> find(UUID runId) {
        return database.first(ONE, parameters(runId), RunRepository::run);
    }

    /** The newest run that succeeded, with its findings. */
    public Optional<Latest> latest() {
        Optional<Run> run = database.first(LAST_SUCCESS, Tuple.tuple(), RunRepository::run);
        if (run.isEmpty()) {
            return Optional.empty();
        }
        Latest known = kept.get();
        if (known != null && known.run().equals(run.get())) {
            return Optional.of(known);
        }
        Optional<Latest> read = output(run.get()).map(output -> new Latest(run.get(), output));
        read.ifPresent(kept::set);
        return read;
    }

    /** What a run wrote, as it stands in the table. */
    public Optional<String> rawOutput(UUID runId) {
        return database.first(OUTPUT, parameters(runId), row -> row.getString("output"));
    }

    /** Queues an analysis, or finds the one that waits or runs. */
    public UUID queue(String by) {
        return database.first(QUEUE, parameters(by), row -> row.getUUID("run_id"))
                .orElseThrow();
    }

    private Optional<Output> output(Run run) {
        return rawOutput(UUID.fromString(run.runId())).map(text -> {
            try {
                return json.readValue(text, Output.class);
            } catch (JsonProcessingException unknownForm) {
                throw new IllegalStateException("output_ref of run " + run.runId() + " does not read.", unknownForm);
            }
        });
    }

    private static Run run(Row row) {
        return new Run(
                row.getUUID("run_id").toString(),
                row.getString("status"),
                instant(row, "triggered_at"),
                row.getString("triggered_by"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("reason_code"),
                row.getInteger("findings_count"),
                row.getString("error_detail"));
    }
}
