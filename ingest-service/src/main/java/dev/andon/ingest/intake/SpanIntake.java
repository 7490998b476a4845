package dev.andon.ingest.intake;

import dev.andon.ingest.row.SpanBatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Between requests and writers: a queue bounded in spans and in bytes. A batch is either admitted, and its stage completes after
 * the commit, or told at once to come later. Requests that wait together are committed together.
 */
@ApplicationScoped
public class SpanIntake {
    private final IntakeConfig config;
    private final SpanStore store;
    private final IntakeMetrics metrics;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Room room;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean stopping;

    SpanIntake(IntakeConfig config, SpanStore store, IntakeMetrics metrics) {
        this.config = config;
        this.store = store;
        this.metrics = metrics;
        this.room = new Room(config.maxSpans(), config.maxBytes().asLongValue());
        metrics.waiting(room::spans);
    }

    /** A batch on its way to the database, and the promise its client waits for. */
    private record Pending(SpanBatch batch, CompletableFuture<Outcome> outcome) {}

    void start(@Observes StartupEvent event) {
        for (int i = 1; i <= config.writers(); i++) {
            writers.add(Thread.ofPlatform().name("span-writer-" + i).start(this::writeUntilStopped));
        }
    }

    /** Admitted work is finished, so that its clients get their answers; what comes later is told to come again. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        for (Thread writer : writers) {
            writer.join(config.giveUpAfter());
        }
    }

    /** Never blocks. Completes with {@link Outcome.Stored} after the commit only. */
    public CompletionStage<Outcome> accept(SpanBatch batch) {
        if (batch.spans().isEmpty()) {
            return CompletableFuture.completedStage(new Outcome.Stored(0, ""));
        }
        if (stopping || !room.enter(batch)) {
            return turnAway(batch);
        }
        Pending pending = new Pending(batch, new CompletableFuture<>());
        queue.add(pending);
        // The writers may have looked for the last time in between, and nobody would ever answer.
        if (stopping && queue.removeIf(waiting -> waiting == pending)) {
            room.leave(batch);
            return turnAway(batch);
        }
        return pending.outcome();
    }

    private CompletionStage<Outcome> turnAway(SpanBatch batch) {
        metrics.turnedAway(batch.spans().size());
        return CompletableFuture.completedStage(new Outcome.TryLater(
                config.retryAfter(), stopping ? "The service is stopping." : "Too many spans wait to be stored."));
    }

    /** From 0 (idle) to 1. */
    public double load() {
        return room.load();
    }

    /** Whether clients have been told to come later and too much still waits. */
    public boolean full() {
        return room.full();
    }

    /** Spans admitted and not yet answered. */
    public long spansWaiting() {
        return room.spans();
    }

    private void writeUntilStopped() {
        try (SpanStore.Session session = store.open()) {
            while (!stopping || !queue.isEmpty()) {
                Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    write(session, group(first));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Pending> group(Pending first) {
        List<Pending> group = new ArrayList<>();
        group.add(first);
        int size = first.batch().spans().size();
        while (size < config.groupSpans()) {
            Pending next = queue.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            size += next.batch().spans().size();
        }
        return group;
    }

    private void write(SpanStore.Session session, List<Pending> group) {
        long begun = System.nanoTime();
        List<Outcome> outcomes =
                session.store(group.stream().map(Pending::batch).toList());
        metrics.committed(System.nanoTime() - begun);
        for (int i = 0; i < group.size(); i++) {
            Pending pending = group.get(i);
            room.leave(pending.batch());
            metrics.answered(pending.batch().spans().size(), outcomes.get(i));
            pending.outcome().complete(outcomes.get(i));
        }
    }
}
