package dev.andon.monitor.privacy;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import dev.andon.monitor.privacy.witness.Witness;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Signs the end of the audit log, but only where it follows from the newest head, whose signature is right: so no signature is ever
 * given to a chain that was changed below.
 */
@Singleton
public final class HeadSigner {
    private static final int ENTRIES_AT_ONCE = 5000;

    private final AuditLogRepository log;
    private final PrivacyKeys keys;
    private final Witness witness;
    private final Database database;
    private final InstantSource clock;

    HeadSigner(AuditLogRepository log, PrivacyKeys keys, Witness witness, DataSource dataSource, InstantSource clock) {
        this.log = log;
        this.keys = keys;
        this.witness = witness;
        this.database = new Database(dataSource);
        this.clock = clock;
    }

    /** How signing ended. */
    public enum Outcome {
        /** The end is signed now. */
        SIGNED,
        /** It was already, or there is nothing. */
        NOTHING_NEW,
        /** There is no key. */
        NO_KEY,
        /** There are entries and no head at all; {@link #begin()} signs the first. */
        NOT_BEGUN,
        /** The log does not follow from its newest head, or that is not of a known key: somebody has to look. */
        REFUSED
    }

    /** Whether there is a key. */
    public boolean canSign() {
        return keys.current().isPresent();
    }

    /** Signs what was added since the newest head. */
    public Outcome sign() {
        return sign(false);
    }

    /** Signs a log that has no head yet, from its first entry on, trusting what it holds now. */
    public Outcome begin() {
        return sign(true);
    }

    /** The first head whose signature is not of a known key; empty where all are right. */
    public OptionalLong firstForged(Session session) {
        Map<String, Optional<PrivacyKey>> known = new HashMap<>();
        AtomicLong first = new AtomicLong();
        log.forEachHead(session, head -> {
            boolean genuine = known.computeIfAbsent(head.keyId(), keys::named)
                    .filter(head::signedBy)
                    .isPresent();
            if (!genuine) {
                first.compareAndSet(0, head.seq());
            }
        });
        return first.get() == 0 ? OptionalLong.empty() : OptionalLong.of(first.get());
    }

    private Outcome sign(boolean begin) {
        Optional<PrivacyKey> key = keys.current();
        if (key.isEmpty()) {
            return Outcome.NO_KEY;
        }
        Outcome outcome = database.write(session -> sign(session, key.get(), begin));
        if (outcome == Outcome.SIGNED) {
            database.read(log::newestHead).ifPresent(head -> witness.note(head.seq(), head.hash()));
        }
        return outcome;
    }

    private Outcome sign(Session session, PrivacyKey key, boolean begin) {
        if (!witness.seen().map(seen -> has(session, seen.seq(), seen.hash())).orElse(true)) {
            return Outcome.REFUSED;
        }
        Optional<Head> newest = log.newestHead(session);
        if (newest.isEmpty()) {
            return begin ? extend(session, key, 0, Chain.GENESIS) : notBegun(session);
        }
        Head head = newest.get();
        boolean genuine = keys.named(head.keyId()).filter(head::signedBy).isPresent();
        return genuine && has(session, head.seq(), head.hash())
                ? extend(session, key, head.seq(), head.hash())
                : Outcome.REFUSED;
    }

    private boolean has(Session session, long seq, String hash) {
        return log.from(session, seq, 1).stream()
                .anyMatch(entry -> entry.seq() == seq && entry.hash().equals(hash));
    }

    private Outcome notBegun(Session session) {
        return log.from(session, 1, 1).isEmpty() ? Outcome.NOTHING_NEW : Outcome.NOT_BEGUN;
    }

    private Outcome extend(Session session, PrivacyKey key, long seq, String hash) {
        AuditEntry last = null;
        List<AuditEntry> next = log.from(session, seq + 1, ENTRIES_AT_ONCE);
        while (!next.isEmpty()) {
            for (AuditEntry entry : next) {
                boolean fits = last == null
                        ? Chain.continues(seq, hash, entry)
                        : Chain.continues(last.seq(), last.hash(), entry);
                if (!fits) {
                    return Outcome.REFUSED;
                }
                last = entry;
            }
            next = log.from(session, last.seq() + 1, ENTRIES_AT_ONCE);
        }
        if (last == null) {
            return Outcome.NOTHING_NEW;
        }
        log.add(session, Head.sign(key, last, clock.instant()));
        return Outcome.SIGNED;
    }
}
