package dev.andon.analyzer.percentile;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Period;
import dev.andon.analyzer.evidence.EvidenceRepository;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Compares the percentiles that analyses use with exact ones, for whoever doubts them. Reads every span of the dimension in the
 * window, so it is asked for and never part of an analysis; it is given up after a time.
 */
@Singleton
public final class Percentiles {
    /** Which percentiles are compared. */
    static final List<Integer> ASKED = List.of(50, 95, 99);

    private static final Duration HOUR = Duration.ofHours(1);

    private final Database database;
    private final PercentileRepository repository;
    private final EvidenceRepository evidence;
    private final PercentileConfig config;
    private final InstantSource clock;

    Percentiles(
            Database database,
            PercentileRepository repository,
            EvidenceRepository evidence,
            PercentileConfig config,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.evidence = evidence;
        this.config = config;
        this.clock = clock;
    }

    /** Of the hours that an analysis of so many days would look at; empty where neither side has a sample. */
    public Optional<PercentileComparison> compare(Dimension dimension, int windowDays) {
        Period window = Period.ofDays(windowDays, clock.instant());
        Instant end = window.to().plus(HOUR).minusNanos(1).truncatedTo(ChronoUnit.HOURS);
        return database.read(session -> compare(session, dimension, window.from(), end))
                .filter(comparison -> comparison.samplesExact() + comparison.samplesRollup() > 0);
    }

    private Optional<PercentileComparison> compare(Session session, Dimension dimension, Instant from, Instant to) {
        repository.limitTime(session, config.timeout());
        LogHistogram rollup = repository.rollup(session, dimension, from, to);
        ExactPercentiles exact = repository.exact(session, dimension, from, to);
        Instant asOf = evidence.asOf(session).orElse(null);
        return Optional.of(PercentileComparison.of(dimension, from, to, asOf, exact, rollup));
    }
}
