package dev.andon.analyzer.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.andon.analyzer.analysis.Analysis;
import dev.andon.analyzer.analysis.AnalysisConfig;
import dev.andon.analyzer.analysis.Analyst;
import dev.andon.analyzer.analysis.Findings;
import dev.andon.analyzer.analysis.OutputDocument;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.improvement.ImprovementRepository;
import dev.andon.common.problem.DatabaseFailure;
import dev.andon.common.sql.Database;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Executes runs: analyse on one snapshot, then improvements, events and the end of the run in one transaction. A run is its
 * worker's from claim to end; a worker that was overtaken leaves nothing behind.
 */
@Singleton
public final class RunExecutor {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Database database;
    private final RunQueue queue;
    private final Analyst analyst;
    private final ImprovementRepository improvements;
    private final AnalysisConfig config;

    RunExecutor(
            Database database,
            RunQueue queue,
            Analyst analyst,
            ImprovementRepository improvements,
            AnalysisConfig config) {
        this.database = database;
        this.queue = queue;
        this.analyst = analyst;
        this.improvements = improvements;
        this.config = config;
    }

    /** Executes the run that waits, or one that got stuck, and returns it as it ended; empty where there is nothing to do. */
    public Optional<AnalysisRun> executeNext() {
        return queue.claim().map(this::execute);
    }

    /** Executes a new run as soon as no other one is running, and returns it as it ended. */
    public AnalysisRun executeNow(String by, int windowDays) {
        Optional<AnalysisRun> run = queue.begin(by, windowDays);
        while (run.isEmpty()) {
            // Another analysis takes about a second; one that is stuck is taken over here.
            if (executeNext().isEmpty()) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            run = queue.begin(by, windowDays);
        }
        return execute(run.get());
    }

    /** Sees a queued run to its end, whoever executes it, and returns it as it ended. */
    public AnalysisRun executeQueued(UUID runId) {
        AnalysisRun run = queue.one(runId).orElseThrow();
        while (!run.status().over()) {
            if (executeNext().isEmpty()) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            run = queue.one(runId).orElseThrow();
        }
        return run;
    }

    /** Analyses in a READ ONLY transaction and keeps nothing. */
    public Analysis preview(int windowDays) {
        return database.read(session -> analyst.analyse(session, windowDays, queue.now()));
    }

    private AnalysisRun execute(AnalysisRun run) {
        try {
            Analysis analysis = preview(queue.windowDays(run));
            if (insufficient(analysis)) {
                queue.fail(
                        run,
                        RunEnd.failed(
                                ReasonCode.INSUFFICIENT_DATA, insufficientData(analysis), json(analysis, Map.of())));
            } else {
                complete(run, analysis);
            }
        } catch (RuntimeException failed) {
            fail(run, failed);
        }
        return queue.one(run.runId()).orElse(run);
    }

    private void complete(AnalysisRun run, Analysis analysis) {
        database.write(session -> {
            Map<Dimension, Long> items = improvements.record(
                    session,
                    Findings.of(run.runId(), analysis),
                    config.maxItemsPerDimension(),
                    analysis.window().from(),
                    analysis.window().to());
            RunEnd end = RunEnd.succeeded(analysis.bottlenecks().size(), json(analysis, items));
            if (!queue.finish(session, run, end)) {
                throw new RunOvertaken(run);
            }
            return end;
        });
    }

    private void fail(AnalysisRun run, RuntimeException failure) {
        if (failure instanceof RunOvertaken) {
            Log.warn(failure.getMessage());
            return;
        }
        Optional<DatabaseFailure> database = DatabaseFailure.of(failure);
        if (database.isPresent()) {
            queue.fail(
                    run,
                    RunEnd.failed(ReasonCode.DATABASE_TIMEOUT, database.get().sentence(), null));
        } else {
            Log.errorf(failure, "Analysis run %s failed.", run.runId());
            queue.fail(
                    run,
                    RunEnd.failed(
                            ReasonCode.INTERNAL_ERROR,
                            "Internal error: " + failure.getClass().getSimpleName()
                                    + "; the analyzer's log has the details under this run's id.",
                            null));
        }
    }

    /** Whether there were too few traces for an analysis. */
    public boolean insufficient(Analysis analysis) {
        return analysis.totals().traces() < config.minimumTraces();
    }

    /** The sentence that says so, with the counts. */
    public String insufficientData(Analysis analysis) {
        return "Insufficient data: %d traces of %d executions in the last %d days, at least %d traces are needed."
                .formatted(
                        analysis.totals().traces(),
                        analysis.totals().executions(),
                        analysis.windowDays(),
                        config.minimumTraces());
    }

    private static String json(Analysis analysis, Map<Dimension, Long> items) {
        ObjectNode document = OutputDocument.of(analysis, items);
        return document.toString();
    }
}
