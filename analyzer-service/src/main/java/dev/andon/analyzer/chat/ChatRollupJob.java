package dev.andon.analyzer.chat;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.SqlFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Makes changed hours of chat telemetry anew, on every instance; one at a time does the work, see {@link ChatRollups}. */
@Singleton
public final class ChatRollupJob {
    private static final Logger LOG = Logger.getLogger(ChatRollupJob.class);

    private final ChatRollups rollups;
    private final AtomicLong asOfMillis = new AtomicLong();
    private final Counter hours;

    ChatRollupJob(DataSource dataSource, ChatRollupConfig config, MeterRegistry meters, InstantSource clock) {
        rollups = new ChatRollups(new Database(dataSource), config.notesPerCycle());
        hours = meters.counter("andon.chat.rollup.hours");
        TimeGauge.builder(
                        "andon.chat.rollup.lag",
                        asOfMillis,
                        TimeUnit.MILLISECONDS,
                        asOf -> asOf.get() == 0 ? Double.NaN : clock.millis() - asOf.get())
                .description("Chat requests acknowledged longer ago than this are in the rollups.")
                .register(meters);
    }

    @Scheduled(every = "${andon.chat-rollup.every:2s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void poll() {
        try {
            runOnce();
        } catch (SqlFailure failed) {
            LOG.errorf(failed, "Making hours of chat telemetry anew failed and will be tried again.");
        }
    }

    /** Makes every hour anew that waits now. */
    ChatRollups.Cycle runOnce() {
        ChatRollups.Cycle cycle = rollups.runToEnd();
        hours.increment(cycle.hours());
        if (cycle.asOf() != null) {
            asOfMillis.set(cycle.asOf().toEpochMilli());
        }
        return cycle;
    }
}
