package dev.andon.monitor.alert;

import dev.andon.monitor.alert.AlertRepository.Claimed;
import dev.andon.monitor.alert.webhook.Delivery;
import dev.andon.monitor.alert.webhook.WebhookConfig;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends stored messages until their receiver has them: what could not be delivered at once, and what an instance that died left. A
 * message goes out at least once; of any number of instances one sends it at a time.
 */
@Singleton
final class AlertRounds {
    private static final Logger LOG = Logger.getLogger(AlertRounds.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 7;
    /** What happened a day ago is no alert any more; the reminder of the check tells of it. */
    private static final Duration KEEP_TRYING = Duration.ofDays(1);
    /** Beyond the longest delivery, so that no claim ends while its message is on the way. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final AlertSender sender;
    private final AlertRepository repository;
    private final WebhookConfig config;
    private final InstantSource clock;

    AlertRounds(AlertSender sender, AlertRepository repository, WebhookConfig config, InstantSource clock) {
        this.sender = sender;
        this.repository = repository;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "alert-rounds",
            every = "30s",
            delayed = "40s",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            runOnce();
        } catch (RuntimeException failed) {
            LOG.warnf("Messages about checks could not be looked for and will be: %s", failed.getMessage());
        }
    }

    /** Sends every message that is due; returns how many the receiver took. */
    int runOnce() {
        if (!sender.configured()) {
            return 0;
        }
        int sent = 0;
        Optional<Claimed> claimed;
        while ((claimed = repository.claim(clock.instant(), lease())).isPresent()) {
            sent += deliver(claimed.get()) ? 1 : 0;
        }
        return sent;
    }

    /** How long a message belongs to the instance that sends it. */
    Duration lease() {
        return config.giveUpAfter().plus(GRACE);
    }

    /** Sends a claimed message and notes what became of it; false where it stays for a later round. */
    boolean deliver(Claimed claimed) {
        Delivery delivery = sender.send(claimed.message());
        Instant now = clock.instant();
        if (delivery.sent()) {
            repository.end(claimed, delivery, "sent", now, now);
            return true;
        }
        boolean old = Duration.between(claimed.createdAt(), now).compareTo(KEEP_TRYING) > 0;
        LOG.warnf(
                "The message of run %s was not delivered%s. %s",
                claimed.message().id(), old ? " and is given up" : " and will be tried again", delivery.detail());
        repository.end(claimed, delivery, old ? "given_up" : "pending", now.plus(pause(claimed.attempt())), now);
        return false;
    }

    /** Notes what became of the message of a command, which is not sent again; the command says so itself. */
    void endOfCommand(Claimed claimed, Delivery delivery) {
        Instant now = clock.instant();
        try {
            repository.end(claimed, delivery, delivery.sent() ? "sent" : "given_up", now, now);
        } catch (RuntimeException away) {
            LOG.warnf("What became of the message could not be noted: %s", away.getMessage());
        }
    }

    private static Duration pause(int attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
