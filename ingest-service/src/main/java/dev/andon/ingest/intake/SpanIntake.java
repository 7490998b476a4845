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
import java.util.concurrent.atomic.AtomicLong;

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
    private final AtomicLong spans = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean stopping;

    SpanIntake(IntakeConfig config, SpanStore store, IntakeMetrics metrics) {
        this.config = config;
        this.store = store;
        this.metrics = metrics;
        metrics.waiting(spans::get);
    }

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
        if (stopping || !admit(batch)) {
            metrics.turnedAway(batch.spans().size());
            return CompletableFuture.completedStage(new Outcome.TryLater(
                    config.retryAfter(), stopping ? "The service is stopping." : "Too many spans wait to be stored."));
        }
        Pending pending = new Pending(batch);
        queue.add(pending);
        return pending.outcome;
    }

    /** From 0 (idle) to 1 (full). */
    public double load() {
        return Math.max(
                (double) spans.get() / config.maxSpans(),
                (double) bytes.get() / config.maxBytes().asLongValue());
    }

    /** Spans admitted and not yet answered. */
    public long spansWaiting() {
        return spans.get();
    }

    /** A batch larger than the bounds is admitted alone, so that it is not refused for ever. */
    private boolean admit(SpanBatch batch) {
        long spansNow = spans.addAndGet(batch.spans().size());
        long bytesNow = bytes.addAndGet(batch.bytes());
        boolean alone = spansNow == batch.spans().size();
        boolean fits =
                spansNow <= config.maxSpans() && bytesNow <= config.maxBytes().asLongValue();
        if (!fits && !alone) {
            release(batch);
            return false;
        }
        return true;
    }

    private void release(SpanBatch batch) {
        spans.addAndGet(-batch.spans().size());
        bytes.addAndGet(-batch.bytes());
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
        int size = first.batch.spans().size();
        while (size < config.groupSpans()) {
            Pending next = queue.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            size += next.batch.spans().size();
        }
        return group;
    }

    private void write(SpanStore.Session session, List<Pending> group) {
        List<Outcome> outcomes =
                session.store(group.stream().map(pending -> pending.batch).toList());
        for (int i = 0; i < group.size(); i++) {
            release(group.get(i).batch);
            group.get(i).outcome.complete(outcomes.get(i));
        }
    }
}
