package dev.andon.ingest.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
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

    /** One group, written in so many nanoseconds; duplicates count as stored, as they are. */
    void written(List<Pending> group, List<Outcome> outcomes, long nanos) {
        commits.record(Duration.ofNanos(nanos));
        for (int i = 0; i < outcomes.size(); i++) {
            int spans = group.get(i).batch.spans().size();
            switch (outcomes.get(i)) {
                case Outcome.Stored result -> {
                    stored.increment(spans - result.rejected());
                    rejected.increment(result.rejected());
                }
                case Outcome.TryLater later -> turnedAway.increment(spans);
            }
        }
    }
}
