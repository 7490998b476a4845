package dev.andon.analyzer.run;

import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The runs as a queue: at most one waits and one runs, whoever asks and however many analyzers there are. */
@Singleton
public final class RunQueue {
    private static final String WORKER = "analyzer-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();

    private final Database database;
    private final RunRepository runs;
    private final AnalysisConfig config;
    private final InstantSource clock;

    RunQueue(Database database, RunRepository runs, AnalysisConfig config, InstantSource clock) {
        this.database = database;
        this.runs = runs;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The run that waits or runs, or a new one.
     *
     * @param windowDays null takes the setting
     */
    public UUID queue(String by, Integer windowDays) {
        return database.write(session -> runs.queue(session, by, windowDays));
    }

    /**
     * Queues a run where one is due; empty where the last success is fresh.
     *
     * @param windowDays null takes the setting
     */
    public Optional<UUID> queueIfStale(String by, Integer windowDays) {
        return queueIfStale(by, Duration.ZERO, windowDays);
    }

    /**
     * The same for a caller that comes again and again: not sooner than the pause after a run that failed, and not on a new
     * database that has too little to analyse.
     */
    Optional<UUID> queueIfStaleAfterPause(String by) {
        Instant windowStart = clock.instant().minus(Duration.ofDays(config.windowDays()));
        boolean inUse = database.read(session -> runs.inUse(session, config.minimumTraces(), windowStart));
        return inUse ? queueIfStale(by, config.retryPause(), null) : Optional.empty();
    }

    private Optional<UUID> queueIfStale(String by, Duration pause, Integer windowDays) {
        return database.write(
                session -> runs.queueIfStale(session, by, clock.instant(), staleAfter(), pause, windowDays));
    }

    /** Whether a run is due; changes nothing. */
    public Staleness staleness() {
        return database.read(session -> {
            Optional<Instant> lastSuccess = runs.lastSuccess(session).map(AnalysisRun::finishedAt);
            boolean stale = lastSuccess
                    .map(end -> end.isBefore(clock.instant().minus(staleAfter())))
                    .orElse(true);
            List<AnalysisRun> newest = runs.latest(session, 1);
            return new Staleness(
                    stale,
                    newest.isEmpty() ? null : newest.getFirst(),
                    lastSuccess.orElse(null),
                    config.stalenessThresholdDays());
        });
    }

    public List<AnalysisRun> latest(int limit) {
        return database.read(session -> runs.latest(session, limit));
    }

    public Optional<AnalysisRun> one(UUID runId) {
        return database.read(session -> runs.one(session, runId));
    }

    public Optional<AnalysisRun> lastSuccess() {
        return database.read(runs::lastSuccess);
    }

    /** Takes the run that waits, or one that got stuck. */
    Optional<AnalysisRun> claim() {
        Instant now = clock.instant();
        Instant stuckBefore = now.minus(config.stuckAfter());
        return database.write(session -> {
            runs.failStuck(session, now, stuckBefore, config.maxAttempts());
            return runs.claim(session, WORKER, now, stuckBefore);
        });
    }

    /** A run of one's own, RUNNING from the start; empty while another one runs. */
    Optional<AnalysisRun> begin(String by, int windowDays) {
        return database.write(session -> runs.begin(session, by, WORKER, clock.instant(), windowDays));
    }

    /** Ends a run in a transaction of the caller; false where it was taken over, and then the caller rolls back. */
    boolean finish(Session session, AnalysisRun run, RunEnd end) {
        return runs.finish(session, run, end, clock.instant());
    }

    /** Ends a run that came to nothing; one that was taken over is left to its new owner. */
    void fail(AnalysisRun run, RunEnd end) {
        database.write(session -> finish(session, run, end));
    }

    int windowDays(AnalysisRun run) {
        return run.windowDays() == null ? config.windowDays() : run.windowDays();
    }

    Instant now() {
        return clock.instant();
    }

    private Duration staleAfter() {
        return Duration.ofDays(config.stalenessThresholdDays());
    }
}
