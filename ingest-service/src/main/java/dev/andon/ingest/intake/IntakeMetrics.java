package dev.andon.ingest.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** What the intake tells operators: spans stored, rejected and turned away, and how long a commit takes. */
@ApplicationScoped
class IntakeMetrics {
    private final MeterRegistry registry;
    private final Counter stored;
    private final Counter rejected;
    private final Counter turnedAway;
    private final Timer commits;

    IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.stored = registry.counter("andon.ingest.spans.stored");
        this.rejected = registry.counter("andon.ingest.spans.rejected");
        this.turnedAway = registry.counter("andon.ingest.spans.turned.away");
        this.commits = registry.timer("andon.ingest.commits");
    }

    /** Spans that wait, asked for at each scrape. */
    void waiting(Supplier<Number> spans) {
        Gauge.builder("andon.ingest.spans.waiting", spans).register(registry);
    }

    void turnedAway(int spans) {
        turnedAway.increment(spans);
    }

    /** A group of batches took so long, its commit included. */
    void committed(long nanos) {
        commits.record(Duration.ofNanos(nanos));
    }

    /** A batch of so many spans has its outcome; duplicates count as stored, as they are. */
    void answered(int spans, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored result -> {
                stored.increment(spans - result.rejected());
                rejected.increment(result.rejected());
            }
            case Outcome.TryLater later -> turnedAway.increment(spans);
        }
    }
}
