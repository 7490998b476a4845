package dev.andon.monitor.request;

import dev.andon.common.sql.SqlFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Carries a request out, step by step; each step is committed and says where it stands. Of any number of workers one has a request:
 * the others find it taken, and one that lost it is refused by the database.
 */
@Singleton
public final class RequestWorker {
    private static final Logger LOG = Logger.getLogger(RequestWorker.class);

    /** Another transaction was in the way: serialisation, deadlock, lock or statement timeout, a message for a conversation that goes. */
    private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "55P03", "57014", "23503");

    private static final String LOST = "55000";
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final RequestRepository requests;
    private final RequestConfig config;
    private final InstantSource clock;

    RequestWorker(RequestRepository requests, RequestConfig config, InstantSource clock) {
        this.requests = requests;
        this.config = config;
        this.clock = clock;
    }

    /** Carries out what is due first; false where nothing is to be had. */
    boolean runNext() {
        return run(null, phase -> {}).isPresent();
    }

    /**
     * Carries a request out as far as it goes now: to its end, or to where it has to wait.
     *
     * @param afterStep gets the phase after every step
     * @return the id; empty where another worker has it or there is nothing to do
     */
    public Optional<UUID> run(UUID requestId, Consumer<String> afterStep) {
        String worker = UUID.randomUUID().toString();
        Optional<UUID> mine = requests.claim(worker, clock.instant(), config.lease(), requestId);
        mine.ifPresent(id -> {
            try {
                steps(id, worker, afterStep);
            } catch (SqlFailure failed) {
                giveUp(id, worker, failed);
            }
        });
        return mine;
    }

    private void steps(UUID requestId, String worker, Consumer<String> afterStep) {
        String phase = "";
        int failures = 0;
        while (true) {
            String before = phase;
            try {
                phase = phase.equals("verify")
                        ? requests.verify(requestId, worker, clock.instant(), config)
                        : requests.step(requestId, worker, clock.instant(), config);
                failures = 0;
            } catch (SqlFailure failed) {
                if (!IN_THE_WAY.contains(failed.sqlState()) || ++failures == TRIES) {
                    throw failed;
                }
                continue;
            }
            afterStep.accept(phase);
            if (phase.equals("settle") && before.equals("settle")) {
                requests.stop(
                        requestId,
                        worker,
                        "requested",
                        "WAITS_FOR_ANALYSIS: an analysis began before the erasure ended.",
                        clock.instant().plus(PAUSE));
                return;
            }
            if (Set.of("verified", "failed", "ready", "requested").contains(phase)) {
                return;
            }
        }
    }

    /** What another time goes well: a lost connection, a server that stops or stands by, a full disk, something in the way. */
    private static boolean passing(String sqlState) {
        return sqlState.isEmpty()
                || IN_THE_WAY.contains(sqlState)
                || Stream.of("08", "53", "57P", "25006").anyMatch(sqlState::startsWith);
    }

    /** What the driver said may repeat values of rows, so neither the log nor the request gets it. */
    private void giveUp(UUID requestId, String worker, SqlFailure failed) {
        if (failed.sqlState().equals(LOST)) {
            LOG.infof("Request %s is carried out by another worker.", requestId);
            return;
        }
        boolean passing = passing(failed.sqlState());
        LOG.warnf(
                "Request %s stopped with SQLSTATE %s; %s.",
                requestId, failed.sqlState(), passing ? "it goes on soon" : "gdpr resume lets it go on");
        requests.stop(
                requestId,
                worker,
                passing ? "requested" : "failed",
                "SQLSTATE " + failed.sqlState() + (passing ? ": it is tried again." : ": see the log."),
                passing ? clock.instant().plus(PAUSE) : null);
    }
}
