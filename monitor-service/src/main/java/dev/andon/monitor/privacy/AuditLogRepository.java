package dev.andon.monitor.privacy;

import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Entries of the audit log and its signed heads, in the caller's transaction. */
@Singleton
final class AuditLogRepository {
    private static final String APPEND = """
            SELECT seq, at, actor, action, subject, outcome, counts::text AS counts, detail,
                   encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash
              FROM gdpr_audit_append(?, ?, ?, ?, ?::jsonb, ?, ?)
            """;

    private static final String FROM = """
            SELECT seq, at, actor, action, subject, outcome, counts::text AS counts, detail,
                   encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash
              FROM gdpr_audit_log
             WHERE seq >= ?
             ORDER BY seq
             LIMIT ?
            """;

    private static final String LATEST = """
            SELECT seq, at, actor, action, subject, outcome, counts::text AS counts, detail,
                   encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash
              FROM gdpr_audit_log
             WHERE (?::bigint IS NULL OR seq < ?)
               AND (?::text IS NULL OR action = ?)
               AND (?::text IS NULL OR subject = ?)
             ORDER BY seq DESC
             LIMIT ?
            """;

    private static final String HEADS = """
            SELECT seq, encode(hash, 'hex') AS hash, signed_at, key_id, signature
              FROM gdpr_audit_heads
             ORDER BY seq
            """;

    private static final String NEWEST_HEAD = """
            SELECT seq, encode(hash, 'hex') AS hash, signed_at, key_id, signature
              FROM gdpr_audit_heads
             ORDER BY seq DESC
             LIMIT 1
            """;

    // Of two who sign the same entry one is enough.
    private static final String ADD_HEAD = """
            INSERT INTO gdpr_audit_heads (seq, hash, signed_at, key_id, signature)
            VALUES (?, decode(?, 'hex'), ?, ?, ?)
            ON CONFLICT (seq) DO NOTHING
            """;

    AuditEntry append(
            Session session,
            String actor,
            String action,
            String subject,
            String outcome,
            String counts,
            String detail,
            Instant at) {
        return session.first(APPEND, AuditLogRepository::entry, actor, action, subject, outcome, counts, detail, at)
                .orElseThrow();
    }

    /** Entries from a number on, in order. */
    List<AuditEntry> from(Session session, long seq, int most) {
        return session.query(FROM, AuditLogRepository::entry, seq, most);
    }

    /** Newest first. */
    List<AuditEntry> latest(Session session, AuditFilter filter) {
        return session.query(
                LATEST,
                AuditLogRepository::entry,
                filter.before(),
                filter.before(),
                filter.action(),
                filter.action(),
                filter.subject(),
                filter.subject(),
                filter.most());
    }

    void forEachHead(Session session, Consumer<Head> reader) {
        session.forEach(HEADS, row -> reader.accept(head(row)));
    }

    Optional<Head> newestHead(Session session) {
        return session.first(NEWEST_HEAD, AuditLogRepository::head);
    }

    boolean add(Session session, Head head) {
        return session.update(ADD_HEAD, head.seq(), head.hash(), head.signedAt(), head.keyId(), head.signature()) == 1;
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                Rows.instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("outcome"),
                row.getString("counts"),
                row.getString("detail"),
                row.getString("prev_hash"),
                row.getString("hash"));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getLong("seq"),
                row.getString("hash"),
                Rows.instant(row, "signed_at"),
                row.getString("key_id"),
                row.getBytes("signature"));
    }
}
