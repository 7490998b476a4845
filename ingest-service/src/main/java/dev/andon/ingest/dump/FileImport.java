package dev.andon.ingest.dump;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.ingest.body.Budget;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.intake.Outcome;
import dev.andon.ingest.intake.SpanIntake;
import dev.andon.ingest.item.InvalidItemException;
import dev.andon.ingest.otlp.OtlpJsonReader;
import dev.andon.ingest.row.SpanBatch;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
import dev.andon.ingest.workflow.NativeSpans;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Stores one file through the same intake as requests. Values are gathered to requests of a good size, a few of which are under way
 * at once. Spans that are there already change nothing, so a file can be imported again.
 */
final class FileImport implements DumpFile.Values {
    static final int LISTED_ERRORS = 20;
    private static final int SPANS_A_REQUEST = 2000;
    private static final int UNDER_WAY = 8;

    private final String name;
    private final SpanIntake intake;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private final List<String> errors = new ArrayList<>();
    private final Rejections rejections = new Rejections();
    private SpanTranslator gathered = gather();
    private long values;
    private long stored;
    private long rejected;
    private boolean complete = true;

    FileImport(String name, SpanIntake intake) {
        this.name = name;
        this.intake = intake;
    }

    private record Sent(SpanBatch batch, CompletionStage<Outcome> outcome) {}

    /** Reads and stores everything; returns when all is committed or given up. */
    FileReport run(DumpFile file) {
        try {
            file.read(this);
        } catch (IOException | CompletionException broken) {
            complete = false;
            note(0, String.valueOf(broken.getMessage()).lines().findFirst().orElse(""));
        }
        if (complete && values == 0 && rejected == 0) {
            note(0, "Nothing is in it.");
        }
        send();
        while (!underWay.isEmpty()) {
            settle();
        }
        return new FileReport(name, stored, rejected, complete && rejected == 0, List.copyOf(errors));
    }

    @Override
    public void value(JsonNode value, int line) throws IOException {
        values++;
        if (value.has("resourceSpans") || value.has("batches")) {
            otlp(value, line);
        } else if (value.has("resourceLogs") || value.has("resourceMetrics")) {
            reject(line, "logs and metrics are not imported", 1);
        } else {
            for (JsonNode span : ForeignSpans.of(value)) {
                add(span, line);
            }
        }
        if (rejections.total() > 0) {
            reject(line, rejections.message(), rejections.total());
            rejections.clear();
        }
        if (gathered.count() >= SPANS_A_REQUEST) {
            send();
        }
    }

    private void otlp(JsonNode value, int line) throws IOException {
        try {
            OtlpJsonReader.readDump(DumpFile.MAPPER.writeValueAsBytes(value), gathered, Budget.unlimited());
        } catch (RefusalException malformed) {
            reject(line, malformed.getMessage(), 1);
        }
    }

    private void add(JsonNode span, int line) {
        try {
            new NativeSpans(gathered).take(span);
        } catch (InvalidItemException invalid) {
            reject(line, invalid.getMessage(), 1);
        }
    }

    private SpanTranslator gather() {
        return new SpanTranslator(1 << 20, rejections, Budget.unlimited());
    }

    @Override
    public void broken(int line, String reason) {
        reject(line, "not JSON: " + reason, 1);
    }

    private void send() {
        SpanBatch batch = gathered.batch();
        gathered = gather();
        underWay.add(new Sent(batch, intake.accept(batch)));
        while (underWay.size() > UNDER_WAY) {
            settle();
        }
    }

    /** Waits for the oldest request; the intake itself has tried for a while where the database did not answer. */
    private void settle() {
        Sent sent = underWay.remove();
        Outcome outcome = sent.outcome().toCompletableFuture().join();
        if (outcome instanceof Outcome.TryLater && !underWay.isEmpty()) {
            // The intake may have been full of the others; once they are settled it has room.
            while (!underWay.isEmpty()) {
                settle();
            }
            outcome = intake.accept(sent.batch()).toCompletableFuture().join();
        }
        switch (outcome) {
            case Outcome.Stored result -> {
                stored += sent.batch().spans().size() - result.rejected();
                if (result.rejected() > 0) {
                    reject(0, result.reason(), result.rejected());
                }
            }
            case Outcome.TryLater later -> {
                complete = false;
                note(
                        0,
                        sent.batch().spans().size() + " spans not stored: " + later.reason()
                                + " Import the file again.");
            }
        }
    }

    private void reject(int line, String reason, int spans) {
        rejected += spans;
        note(line, reason);
    }

    private void note(int line, String reason) {
        if (errors.size() < LISTED_ERRORS) {
            errors.add(line > 0 ? "line " + line + ": " + reason : reason);
        }
    }
}
