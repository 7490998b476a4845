package dev.andon.monitor.nightly;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.problem.DatabaseFailure;
import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckRunner;
import dev.andon.monitor.check.CheckScope;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.ingest.IngestClient;
import dev.andon.monitor.nightly.Part.Outcome;
import dev.andon.monitor.seed.Seed;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The parts of a night. Each says how it ended; none keeps the next from being made. */
@Singleton
final class Nightly {
    private static final Duration ROLLUPS = Duration.ofMinutes(3);
    private static final int DAYS = 9;

    private final Seed seed;
    private final CheckRunner runner;
    private final IngestClient ingest;

    Nightly(Seed seed, CheckRunner runner, IngestClient ingest) {
        this.seed = seed;
        this.runner = runner;
        this.ingest = ingest;
    }

    /** Refreshes the demonstration data. */
    Part seed() throws InterruptedException {
        long began = System.nanoTime();
        try {
            Seed.Sown sown = seed.sow(DAYS, ROLLUPS);
            String detail = "Sent %d spans and %d chat items.".formatted(sown.spans(), sown.chatItems());
            return new Part("seed", Outcome.OK, detail, null, seconds(began));
        } catch (CommandFailure failed) {
            return new Part("seed", Outcome.FAILED, failed.getMessage(), "To go without: --no-seed.", seconds(began));
        } catch (RuntimeException failed) {
            String detail =
                    DatabaseFailure.of(failed).map(DatabaseFailure::sentence).orElse(failed.toString());
            return new Part("seed", Outcome.UNKNOWN, detail, null, seconds(began));
        }
    }

    /** Makes the checks of a scope and stores what they found. */
    CheckRun check(CheckScope scope, PrintWriter err) {
        CheckRun run = runner.run(scope, "nightly");
        runner.announce(run).forEach(err::println);
        return run;
    }

    /** A run of checks as a part. */
    static Part part(CheckRun run) {
        List<CheckResult> failing = run.with(CheckStatus.STALE, CheckStatus.UNKNOWN);
        Outcome outcome = switch (run.status()) {
            case FRESH, WARN -> Outcome.OK;
            case STALE -> Outcome.FAILED;
            case UNKNOWN -> Outcome.UNKNOWN;
        };
        String detail = failing.isEmpty()
                ? run.results().size() + " checks hold."
                : failing.size() + " of " + run.results().size() + " checks fail.";
        return new Part(
                "check " + run.scope(), outcome, detail, null, run.took().toMillis() / 1_000.0);
    }

    /** Looks at the pages of a dashboard. */
    List<Part> look(String dashboard, Path images, PrintWriter err) throws InterruptedException {
        if (dashboard == null || dashboard.isBlank()) {
            return List.of(new Part(
                    "pages", Outcome.UNKNOWN, "ANDON_MONITOR_URL is not set: the address of the dashboard.", null, 0));
        }
        return new Smoke(dashboard, ingest.key(), images).look(SmokePage.ALL, err);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
