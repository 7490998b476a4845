package dev.andon.monitor.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Session;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** How the code of this service adds entries to the audit log. Works without a key too; then nothing is signed. */
@Singleton
public final class AuditLog {
    private static final Logger LOG = Logger.getLogger(AuditLog.class);

    private final AuditLogRepository repository;
    private final HeadSigner signer;
    private final ObjectMapper mapper;
    private final Database database;

    AuditLog(AuditLogRepository repository, HeadSigner signer, ObjectMapper mapper, DataSource dataSource) {
        this.repository = repository;
        this.signer = signer;
        this.mapper = mapper;
        this.database = new Database(dataSource);
    }

    /**
     * What an entry says.
     *
     * @param actor who: the name of a key or session, or of the service
     * @param action one word: export, erase, access, policy_change, hold, retention, verify
     * @param subject a {@link Pseudonym}, or null
     * @param outcome one word: done, failed, refused, requested
     * @param counts rows by table, or what else was counted
     * @param detail a sentence without personal data, at most 2000 characters; or null
     */
    public record Entry(
            String actor, String action, String subject, String outcome, Map<String, ?> counts, String detail) {}

    /** Entries that pass a filter, newest first. */
    public List<AuditEntry> latest(AuditFilter filter) {
        return database.read(session -> repository.latest(session, filter));
    }

    /** Gives an empty log its first entry, signed at once, so that nobody can later pass off another beginning; needs a key. */
    void begin() {
        boolean empty = database.read(session -> repository.from(session, 1, 1).isEmpty());
        if (empty && signer.canSign()) {
            append(new Entry("andon-monitor", "begin", null, "done", Map.of(), "The audit log begins."));
        }
    }

    /** Adds an entry in a transaction of its own and signs the end of the log. */
    public AuditEntry append(Entry entry) {
        AuditEntry added = database.write(session -> append(session, entry));
        sign(added);
        return added;
    }

    /** Adds an entry to the caller's transaction, last of all: others wait for its end. Call {@link #sign} when it has committed. */
    public AuditEntry append(Session session, Entry entry) {
        return repository.append(
                session,
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.outcome(),
                json(entry.counts()),
                entry.detail(),
                null);
    }

    /** Signs the end of the log after a commit. A failure is logged, no more: the schedule signs later. */
    public void sign(AuditEntry added) {
        try {
            // Whoever wrote the first entry vouches for it.
            HeadSigner.Outcome outcome = added.seq() == 1 ? signer.begin() : signer.sign();
            if (outcome == HeadSigner.Outcome.REFUSED) {
                LOG.error(
                        "The audit log does not follow from its newest signed head and is not signed. Run: gdpr verify");
            }
        } catch (RuntimeException failed) {
            LOG.warnf("The audit log could not be signed and will be later: %s", failed.getMessage());
        }
    }

    private String json(Map<String, ?> counts) {
        try {
            return mapper.writeValueAsString(counts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
