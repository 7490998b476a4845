package dev.andon.monitor.canary;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The way from ingest to a page within a limit, gone by a canary each time the check is made. */
@Singleton
final class CanaryCheck implements Check {
    /** For what the limit of the flight does not cover, so that the flight is the first to give up and says where it was lost. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Canary canary;
    private final CanaryConfig config;

    CanaryCheck(Canary canary, CanaryConfig config) {
        this.canary = canary;
        this.config = config;
    }

    @Override
    public String key() {
        return "canary";
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.END_TO_END;
    }

    @Override
    public String title() {
        return "Ingest to page";
    }

    @Override
    public String measures() {
        return "time of a canary";
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(config.limit().plus(GRACE));
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        if (!canary.configured()) {
            return Measurement.verdict(
                    CheckStatus.FRESH, "Not configured: set ANDON_INGEST_URL and ANDON_API_KEY to let it fly.", null);
        }
        try {
            return measurement(canary.fly());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", stopped);
        }
    }

    private Measurement measurement(Flight flight) {
        if (flight.failed() != null) {
            return Measurement.verdict(
                    CheckStatus.STALE, flight.sentence(), flight.failed().remedy());
        }
        double limit = config.limit().toMillis() / 1_000.0;
        return Measurement.of(
                flight.seconds(),
                Measurement.SECONDS,
                limit / 2,
                limit,
                flight.sentence(),
                "Look at the step that took longest: ingest, its query, the analyzer's fold or the pages.");
    }
}
