package dev.andon.monitor.usage;

import dev.andon.monitor.page.Range;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the report of a range of whole hours. */
@ApplicationScoped
class Usage {
    private static final int MOST_NAMES = 50;
    private static final int MOST_STEPS = 100;
    private static final List<Duration> STEPS =
            Stream.of(1, 6, 24, 7 * 24).map(Duration::ofHours).toList();

    private final UsageRepository repository;
    private final UsageConfig config;
    private final InstantSource clock;

    Usage(UsageRepository repository, UsageConfig config, InstantSource clock) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
    }

    UsageReport report(Range range) {
        Instant from = range.from().truncatedTo(ChronoUnit.HOURS);
        Instant to = range.to();
        Duration step = step(Duration.between(from, to));
        Map<Instant, Tally> series = repository.series(from, to, step);
        Instant before = from.minus(Duration.between(from, to)).truncatedTo(ChronoUnit.HOURS);
        return new UsageReport(
                new UsageReport.Stretch(from, to, step.toSeconds()),
                freshness(),
                Figures.of(sum(series)),
                Figures.of(sum(repository.series(before, from, step))),
                series.entrySet().stream()
                        .map(at -> new UsageReport.Step(at.getKey(), Figures.of(at.getValue())))
                        .toList(),
                named(repository.domains(from, to, MOST_NAMES)),
                named(repository.models(from, to, MOST_NAMES)));
    }

    private Freshness freshness() {
        UsageRepository.Newest newest = repository.newest();
        return Freshness.of(newest.bucket(), newest.row(), newest.asOf(), clock.instant(), config.staleAfter());
    }

    /** The shortest that leaves few enough for a chart. */
    static Duration step(Duration length) {
        return STEPS.stream()
                .filter(step -> length.dividedBy(step) <= MOST_STEPS)
                .findFirst()
                .orElse(STEPS.getLast());
    }

    private static Tally sum(Map<?, Tally> tallies) {
        return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    private static List<UsageReport.Named> named(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .map(entry -> new UsageReport.Named(entry.getKey(), Figures.of(entry.getValue())))
                .toList();
    }
}
