package dev.andon.analyzer.fold;

import dev.andon.analyzer.fold.Fold.Cycle;
import dev.andon.analyzer.watermark.RollupsHalted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Folds what waits, every second, on every instance; see {@link Fold} for why that is safe. */
@Singleton
public final class FoldJob {
    private static final Logger LOG = Logger.getLogger(FoldJob.class);

    private static final Duration REMINDER = Duration.ofMinutes(5);

    private final Fold fold;
    private final Rebuild rebuild;
    private final InstantSource clock;
    private final AtomicLong asOfMillis = new AtomicLong();
    private final AtomicReference<String> halted = new AtomicReference<>();
    private volatile Instant nextReminder = Instant.EPOCH;
    private final Counter spans;
    private final Counter skipped;

    FoldJob(DataSource dataSource, FoldConfig config, MeterRegistry meters, InstantSource clock) {
        this.clock = clock;
        fold = new Fold(dataSource, config.limits());
        rebuild = new Rebuild(dataSource, config.limits());
        spans = meters.counter("andon.rollup.spans");
        skipped = meters.counter("andon.rollup.traces.skipped");
        TimeGauge.builder(
                        "andon.rollup.lag",
                        asOfMillis,
                        TimeUnit.MILLISECONDS,
                        asOf -> asOf.get() == 0 ? Double.NaN : clock.millis() - asOf.get())
                .description("Spans acknowledged longer ago than this are in the rollups.")
                .register(meters);
        Gauge.builder("andon.rollup.halted", halted, why -> why.get() == null ? 0 : 1)
                .description("1 while spans are stored but not counted, until somebody runs rollup rebuild.")
                .register(meters);
    }

    @Scheduled(every = "${andon.rollup.every:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void poll() {
        try {
            runOnce();
        } catch (RollupsHalted halt) {
            remind(halt);
        } catch (SQLException | RuntimeException failed) {
            // The next cycle does the same again; nothing of this one remains.
            LOG.errorf(failed, "Folding spans into rollups failed and will be tried again.");
        }
    }

    // Every cycle ends so, each second; one line in a while is enough to be seen.
    private void remind(RollupsHalted halt) {
        Instant now = clock.instant();
        if (now.isAfter(nextReminder)) {
            nextReminder = now.plus(REMINDER);
            LOG.error(halt.getMessage());
        }
    }

    /** Why no spans are counted, and what to do; empty while they are. */
    Optional<String> halted() {
        return Optional.ofNullable(halted.get());
    }

    /** Folds everything that waits now. Fails with {@link RollupsHalted} where the rollups have to be made anew first. */
    public Cycle runOnce() throws SQLException {
        Cycle cycle;
        try {
            rebuild.runNoted();
            cycle = fold.runToEnd();
        } catch (RollupsHalted halt) {
            halted.set(halt.getMessage());
            throw halt;
        }
        spans.increment(cycle.spans());
        skipped.increment(cycle.skipped());
        // While another instance folds, what was known stays.
        if (cycle.asOf() != null) {
            halted.set(null);
            asOfMillis.set(cycle.asOf().getTime());
        }
        if (cycle.skipped() > 0) {
            LOG.warnf(
                    "%d traces stay in the rollups as they were: spans of them are gone, or they are too large.",
                    cycle.skipped());
        }
        return cycle;
    }
}
