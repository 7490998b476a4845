package dev.andon.analyzer.fold;

import dev.andon.analyzer.fold.Fold.Cycle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Folds what waits, every second, on every instance; see {@link Fold} for why that is safe. */
@Singleton
public final class FoldJob {
    private static final Logger LOG = Logger.getLogger(FoldJob.class);

    private final Fold fold;
    private final AtomicLong asOfMillis = new AtomicLong();
    private final Counter spans;
    private final Counter skipped;

    FoldJob(DataSource dataSource, FoldConfig config, MeterRegistry meters) {
        fold = new Fold(dataSource, config.limits());
        spans = meters.counter("andon.rollup.spans");
        skipped = meters.counter("andon.rollup.traces.skipped");
        InstantSource clock = InstantSource.system();
        TimeGauge.builder(
                        "andon.rollup.lag",
                        asOfMillis,
                        TimeUnit.MILLISECONDS,
                        asOf -> asOf.get() == 0 ? Double.NaN : clock.millis() - asOf.get())
                .description("Spans acknowledged longer ago than this are in the rollups.")
                .register(meters);
    }

    @Scheduled(every = "${andon.rollup.every:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void poll() {
        try {
            runOnce();
        } catch (SQLException | RuntimeException failed) {
            // The next cycle does the same again; nothing of this one remains.
            LOG.errorf(failed, "Folding spans into rollups failed and will be tried again.");
        }
    }

    /** Folds everything that waits now. */
    public Cycle runOnce() throws SQLException {
        Cycle cycle = fold.runToEnd();
        spans.increment(cycle.spans());
        skipped.increment(cycle.skipped());
        if (cycle.asOf() != null) {
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
