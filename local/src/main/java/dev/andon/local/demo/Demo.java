package dev.andon.local.demo;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.ServiceRoles;
import dev.andon.local.recording.RecordedSpan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fills an empty store once with the demonstration traces. The end of the history is noted before the first span is sent, so that a
 * load that was cut off is sent again as it was and ingest's de-duplication leaves each span once.
 */
public final class Demo {
    private static final String STORE_IS_EMPTY = """
            SELECT NOT EXISTS (SELECT FROM workflow_trace_log)
            """;
    private static final String DONE = "loaded ";
    private static final int SPANS_PER_REQUEST = 1_000;

    private final DataDir dir;
    private final InstantSource clock;
    private final Consumer<String> progress;

    public Demo(DataDir dir, InstantSource clock, Consumer<String> progress) {
        this.dir = dir;
        this.clock = clock;
        this.progress = progress;
    }

    /** Loads when there is something to load; true when spans were sent. */
    public boolean load(DatabaseUrl database, IngestClient ingest) throws InterruptedException {
        Optional<String> note = DataDir.read(note());
        if (note.filter(text -> text.startsWith(DONE)).isPresent()) {
            return false;
        }
        if (note.isEmpty() && !storeIsEmpty(database)) {
            return false;
        }
        Instant end = note.map(Instant::parse).orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
        DataDir.writeSecret(note(), end.toString());
        send(end, ingest);
        DataDir.writeSecret(note(), DONE + end);
        return true;
    }

    private void send(Instant end, IngestClient ingest) throws InterruptedException {
        long start = System.nanoTime();
        List<List<RecordedSpan>> executions = WorkflowHistory.until(end);
        List<RecordedSpan> recorded = RecordedTraces.until(end);
        int total = recorded.size() + executions.stream().mapToInt(List::size).sum();
        progress.accept("Demo         sending %d spans of %d generated executions and %d recorded agent traces"
                .formatted(
                        total,
                        executions.size(),
                        recorded.stream().map(RecordedSpan::traceId).distinct().count()));
        List<RecordedSpan> batch = new ArrayList<>(recorded);
        int sent = 0;
        int shown = 0;
        for (List<RecordedSpan> execution : executions) {
            batch.addAll(execution);
            if (batch.size() >= SPANS_PER_REQUEST) {
                ingest.send(batch);
                sent += batch.size();
                batch.clear();
                if (4 * sent / total > shown) {
                    shown = 4 * sent / total;
                    progress.accept("             %d %%".formatted(100 * sent / total));
                }
            }
        }
        if (!batch.isEmpty()) {
            ingest.send(batch);
        }
        progress.accept("             stored in %.1f s".formatted((System.nanoTime() - start) / 1e9));
    }

    private Path note() {
        return dir.root().resolve("demo");
    }

    private static boolean storeIsEmpty(DatabaseUrl database) {
        try (Connection connection = ServiceRoles.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(STORE_IS_EMPTY)) {
            result.next();
            return result.getBoolean(1);
        } catch (SQLException failed) {
            throw new StackException("The span store could not be read: " + failed.getMessage());
        }
    }
}
