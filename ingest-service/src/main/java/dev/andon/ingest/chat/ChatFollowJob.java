package dev.andon.ingest.chat;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.SqlFailure;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Makes chat rows of spans beside the intake, so that no answer waits for it; on every instance, see {@link ChatFollower}. */
@Singleton
public final class ChatFollowJob {
    private static final Logger LOG = Logger.getLogger(ChatFollowJob.class);

    private final ChatFollower follower;
    private final Counter requests;

    ChatFollowJob(AgroalDataSource dataSource, ChatFollowConfig config, MeterRegistry meters) {
        follower = new ChatFollower(new Database(dataSource), config.spansPerCycle());
        requests = meters.counter("andon.ingest.chat.requests.followed");
    }

    @Scheduled(
            identity = "follow-chat",
            every = "${andon.ingest.chat.every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void poll() {
        try {
            runOnce();
        } catch (SqlFailure failed) {
            LOG.warnf("Chat telemetry not made of spans, next try in a moment: %s", failed.getMessage());
        }
    }

    /** Follows everything that waits now; returns how many requests were new. */
    int runOnce() {
        int found = follower.runToEnd().requests();
        requests.increment(found);
        return found;
    }
}
