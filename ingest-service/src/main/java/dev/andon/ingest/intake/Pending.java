package dev.andon.ingest.intake;

import dev.andon.ingest.row.SpanBatch;
import java.util.concurrent.CompletableFuture;

/** A batch on its way to the database, and the promise its client waits for. */
final class Pending {
    final SpanBatch batch;
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    Pending(SpanBatch batch) {
        this.batch = batch;
    }
}
