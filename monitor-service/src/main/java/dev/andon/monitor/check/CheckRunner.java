package dev.andon.monitor.check;

import dev.andon.common.problem.DatabaseFailure;
import dev.andon.common.sql.Database;
import io.quarkus.arc.All;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Makes the checks of a scope, a few at a time. Each is bounded by its own timeout, in the database and outside of it; one that
 * throws, hangs or lacks a right is UNKNOWN and hides no other.
 */
@Singleton
public final class CheckRunner {
    private static final Logger LOG = Logger.getLogger(CheckRunner.class);
    private static final int AT_ONCE = 4;
    /** Given to a check beyond its timeout, so that the database is the first to give up and says why. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String STATEMENT_TIMEOUT = "SELECT set_config('statement_timeout', ?, true)";

    private final List<Check> checks;
    private final CheckConfig config;
    private final Database database;
    private final CheckRunRepository runs;
    private final Event<CheckRunEnded> ended;
    private final InstantSource clock;

    CheckRunner(
            @All List<Check> checks,
            CheckConfig config,
            DataSource dataSource,
            CheckRunRepository runs,
            Event<CheckRunEnded> ended,
            InstantSource clock) {
        this.checks = checks.stream()
                .sorted(Comparator.comparing(Check::group).thenComparing(Check::key))
                .toList();
        this.config = config;
        this.database = new Database(dataSource);
        this.runs = runs;
        this.ended = ended;
        this.clock = clock;
    }

    /** Makes every check of a scope that is not switched off. Stores and announces nothing. */
    public CheckRun run(CheckScope scope, String trigger) {
        return run(UUID.randomUUID(), scope, trigger);
    }

    CheckRun run(UUID runId, CheckScope scope, String trigger) {
        Instant startedAt = clock.instant();
        Set<String> skipped = config.skip().orElse(Set.of());
        List<Check> made = checks.stream()
                .filter(scope::includes)
                .filter(check -> !skipped.contains(check.key()))
                .toList();
        try (ExecutorService lanes =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<CheckResult>> results = made.stream()
                    .map(check -> lanes.submit(() -> result(check)))
                    .toList();
            List<CheckResult> all = results.stream().map(CheckRunner::ofLane).toList();
            return new CheckRun(runId, scope, trigger, startedAt, clock.instant(), all);
        }
    }

    /**
     * Stores a run, deletes those that are too old and tells observers. None of it can keep the caller from the findings; returns a
     * sentence about each thing that went wrong, for whoever asked for the run.
     */
    public List<String> announce(CheckRun run) {
        Map<String, CheckStatus> before = Map.of();
        List<String> troubles = new ArrayList<>();
        try {
            before = runs.store(run);
            runs.prune(run.startedAt(), config.keep());
        } catch (RuntimeException failed) {
            troubles.add("The findings could not be stored: " + sentence(failed));
        }
        try {
            ended.fire(new CheckRunEnded(run, before, troubles::add));
        } catch (RuntimeException failed) {
            LOG.error("A receiver of the findings failed", failed);
            troubles.add("The findings could not be passed on; see the log.");
        }
        return troubles;
    }

    private CheckResult result(Check check) {
        Instant at = clock.instant();
        long began = System.nanoTime();
        Measurement found = measure(check, at);
        return CheckResult.of(check, found, at, (System.nanoTime() - began) / 1e6);
    }

    private Measurement measure(Check check, Instant at) {
        Duration timeout = check.timeout().orElse(config.timeout());
        Callable<Measurement> work = () -> database.read(session -> {
            session.first(STATEMENT_TIMEOUT, row -> row.getString(1), timeout.toMillis() + "ms");
            return check.measure(session, at);
        });
        ExecutorService own = Executors.newVirtualThreadPerTaskExecutor();
        try {
            return own.submit(work).get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            return Measurement.unknown(sentence(failed.getCause()));
        } catch (TimeoutException late) {
            return Measurement.unknown("Not done within " + timeout.toMillis() + " ms.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Measurement.unknown("Interrupted.");
        } finally {
            // Not waited for: what hangs would hold up everything else.
            own.shutdownNow();
        }
    }

    private static CheckResult ofLane(Future<CheckResult> lane) {
        try {
            return lane.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Why a check could not be made: what the driver said, and what to do. */
    private static String sentence(Throwable failure) {
        String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return DatabaseFailure.of(failure)
                .map(kind -> said + ". " + kind.sentence())
                .orElseGet(() -> failure.getClass().getSimpleName() + ": " + said);
    }
}
