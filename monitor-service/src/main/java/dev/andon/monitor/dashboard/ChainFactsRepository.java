package dev.andon.monitor.dashboard;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.monitor.privacy.PrivacyKeys;
import jakarta.inject.Singleton;
import java.util.List;
import javax.sql.DataSource;

/** What the page of privacy reads besides entries, rules and holds: ends of indexes only. */
@Singleton
final class ChainFactsRepository {
    private static final String FACTS = """
            SELECT looked.status, looked.detail, looked.checked_at, coalesce(newest.seq, 0) AS entries, newest.at AS newest_at,
                   coalesce(head.seq, 0) AS signed_seq, head.signed_at, encode(head.hash, 'hex') AS head_hash
              FROM (SELECT 1) AS one
              LEFT JOIN LATERAL (SELECT status, detail, checked_at
                                   FROM monitor_results
                                  WHERE check_key = 'gdpr_chain'
                                  ORDER BY checked_at DESC
                                  LIMIT 1) AS looked ON true
              LEFT JOIN LATERAL (SELECT seq, at FROM gdpr_audit_log ORDER BY seq DESC LIMIT 1) AS newest ON true
              LEFT JOIN LATERAL (SELECT seq, signed_at, hash FROM gdpr_audit_heads ORDER BY seq DESC LIMIT 1) AS head ON true
            """;

    // One probe of the index for each action there is.
    private static final String ACTIONS = """
            WITH RECURSIVE known AS (
                (SELECT action FROM gdpr_audit_log ORDER BY action LIMIT 1)
                UNION ALL
                SELECT (SELECT l.action FROM gdpr_audit_log l WHERE l.action > k.action ORDER BY l.action LIMIT 1)
                  FROM known k
                 WHERE k.action IS NOT NULL)
            SELECT action FROM known WHERE action IS NOT NULL
            """;

    private final Database database;
    private final PrivacyKeys keys;

    ChainFactsRepository(DataSource dataSource, PrivacyKeys keys) {
        this.database = new Database(dataSource);
        this.keys = keys;
    }

    ChainFacts facts() {
        boolean keyed = keys.current().isPresent();
        return database.read(session -> session.first(
                        FACTS,
                        row -> new ChainFacts(
                                row.getString("status"),
                                row.getString("detail"),
                                Rows.instant(row, "checked_at"),
                                row.getLong("entries"),
                                Rows.instant(row, "newest_at"),
                                row.getLong("signed_seq"),
                                Rows.instant(row, "signed_at"),
                                row.getString("head_hash"),
                                keyed))
                .orElseThrow());
    }

    List<String> actions() {
        return database.read(session -> session.query(ACTIONS, row -> row.getString("action")));
    }
}
