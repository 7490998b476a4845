package dev.andon.monitor.privacy.verify;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import dev.andon.monitor.privacy.HeadSigner;
import dev.andon.monitor.privacy.witness.Witness;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Walks the whole audit log, compares it with its heads, and checks every signature: some seconds for a million entries. */
@Singleton
public final class ChainVerifier {
    /** Below the limit after which silence of the server counts as failure. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Entries of SQL functions are signed every minute; after this nobody did. */
    private static final Duration SIGNED_WITHIN = Duration.ofMinutes(15);

    private static final String TIMEOUT_OF_STATEMENTS = "SELECT set_config('statement_timeout', ?, true)";

    private static final String VERIFY = """
            SELECT v.entries, v.last_seq, v.broken_seq, v.kind, coalesce(head.seq, 0) AS signed_seq, head.signed_at
              FROM gdpr_audit_verify() AS v
              LEFT JOIN (SELECT seq, signed_at FROM gdpr_audit_heads ORDER BY seq DESC LIMIT 1) AS head ON true
            """;

    private static final String SAME = "SELECT encode(hash, 'hex') = ? AS same FROM gdpr_audit_log WHERE seq = ?";

    private static final String FIRST_UNSIGNED = """
            SELECT seq
              FROM gdpr_audit_log
             WHERE seq > ?
               AND at < ?
             ORDER BY seq
             LIMIT 1
            """;

    private final HeadSigner signer;
    private final Witness witness;
    private final Database database;
    private final InstantSource clock;

    ChainVerifier(HeadSigner signer, Witness witness, DataSource dataSource, InstantSource clock) {
        this.signer = signer;
        this.witness = witness;
        this.database = new Database(dataSource);
        this.clock = clock;
    }

    /** Verifies in a transaction of its own. */
    public ChainState verify() {
        return database.read(session -> {
            session.first(TIMEOUT_OF_STATEMENTS, row -> row.getString(1), TIMEOUT.toMillis() + "ms");
            return verify(session, clock.instant());
        });
    }

    /** Verifies on the snapshot of a session. */
    ChainState verify(Session session, Instant now) {
        ChainState chain =
                session.first(VERIFY, row -> state(row, signer.canSign())).orElseThrow();
        if (!chain.signaturesChecked()) {
            return chain;
        }
        OptionalLong forged = signer.firstForged(session);
        // A forged head explains what it says of the log.
        boolean explained = chain.intact() || chain.damage() == Damage.REWRITTEN || chain.damage() == Damage.TRUNCATED;
        if (forged.isPresent() && explained && (chain.intact() || forged.getAsLong() <= chain.brokenSeq())) {
            return chain.broken(forged.getAsLong(), Damage.FORGED_HEAD);
        }
        ChainState witnessed = chain.intact() ? witnessed(session, chain) : chain;
        return witnessed.intact() ? signedInTime(session, witnessed, now) : witnessed;
    }

    /** Rows and heads may both have been taken back to what they were before; then the file outside knows better. */
    private ChainState witnessed(Session session, ChainState chain) {
        Optional<Witness.Seen> seen = witness.seen();
        if (seen.isEmpty()) {
            return chain;
        }
        long seq = seen.get().seq();
        if (seq > chain.lastSeq()) {
            return chain.broken(chain.lastSeq() + 1, Damage.TRUNCATED);
        }
        boolean same = session.first(
                        SAME, row -> row.getBoolean("same"), seen.get().hash(), seq)
                .orElse(false);
        return same ? chain : chain.broken(seq, Damage.REWRITTEN);
    }

    private static ChainState signedInTime(Session session, ChainState chain, Instant now) {
        return session.first(FIRST_UNSIGNED, row -> row.getLong("seq"), chain.signedSeq(), now.minus(SIGNED_WITHIN))
                .map(seq -> chain.broken(seq, Damage.UNSIGNED))
                .orElse(chain);
    }

    private static ChainState state(ResultSet row, boolean signatures) throws SQLException {
        String kind = row.getString("kind");
        return new ChainState(
                row.getLong("entries"),
                row.getLong("last_seq"),
                row.getLong("signed_seq"),
                Rows.instant(row, "signed_at"),
                signatures,
                row.getObject("broken_seq", Long.class),
                kind == null ? null : Damage.of(kind));
    }
}
