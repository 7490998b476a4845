package dev.andon.monitor.privacy.verify;

import dev.andon.common.sql.Session;
import dev.andon.monitor.check.Check;
import dev.andon.monitor.check.CheckGroup;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.Measurement;
import dev.andon.monitor.privacy.PrivacyKeys;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The audit log is as it was written; a warning where there is no key to say so for sure. */
@Singleton
final class ChainCheck implements Check {
    static final String KEY = "gdpr_chain";

    private static final String LOOK =
            "Keep a copy of the database as it is, find out who was superuser when, and compare with the newest"
                    + " backup in which gdpr verify is content: docs/privacy.md.";

    private final ChainVerifier verifier;

    ChainCheck(ChainVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CheckGroup group() {
        return CheckGroup.PRIVACY;
    }

    @Override
    public String title() {
        return "Chain of the audit log";
    }

    @Override
    public String measures() {
        return "entries";
    }

    @Override
    public String page() {
        return "/dashboard/privacy";
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(ChainVerifier.TIMEOUT);
    }

    @Override
    public Measurement measure(Session session, Instant now) {
        ChainState state = verifier.verify(session, now);
        if (!state.intact()) {
            return Measurement.verdict(CheckStatus.STALE, state.sentence(), LOOK);
        }
        return state.signaturesChecked()
                ? Measurement.of(state.entries(), "entries", null, null, state.sentence(), null)
                : Measurement.verdict(CheckStatus.WARN, state.sentence(), PrivacyKeys.MISSING);
    }
}
