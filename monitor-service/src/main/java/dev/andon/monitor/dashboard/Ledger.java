package dev.andon.monitor.dashboard;

import dev.andon.monitor.dashboard.PrivacyPage.Entries;
import dev.andon.monitor.dashboard.PrivacyPage.Runs;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.privacy.AuditEntry;
import dev.andon.monitor.privacy.AuditFilter;
import dev.andon.monitor.privacy.AuditLog;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.privacy.Pseudonym;
import dev.andon.monitor.retention.Policy;
import dev.andon.monitor.retention.RetentionConfig;
import dev.andon.monitor.retention.RetentionRun;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Pages of the audit log by what an address asks for, and when retention runs. */
@Singleton
final class Ledger {
    private static final int SHOWN = 25;
    private static final int RUNS_SHOWN = 5;

    private final AuditLog log;
    private final PrivacyKeys keys;
    private final Policy policy;
    private final RetentionConfig retention;
    private final InstantSource clock;

    Ledger(AuditLog log, PrivacyKeys keys, Policy policy, RetentionConfig retention, InstantSource clock) {
        this.log = log;
        this.keys = keys;
        this.policy = policy;
        this.retention = retention;
        this.clock = clock;
    }

    /** By {@code action}, {@code subject} and {@code cursor} of the address, newest first. */
    Entries entries(PageUrl url, List<String> actions) {
        Map<String, String> query = url.query();
        String action = query.get("action");
        String subject = query.get("subject");
        List<AuditEntry> found = log.latest(new AuditFilter(number(query.get("cursor")), action, subject, SHOWN + 1));
        List<EntryRow> rows = found.stream()
                .limit(SHOWN)
                .map(entry -> new EntryRow(entry, PageUrl.of(url.path()).with("subject", entry.subject()) + "#log"))
                .toList();
        String next =
                found.size() > SHOWN ? url.with("cursor", rows.getLast().entry().seq()) + "#log" : null;
        boolean filtered = action != null || subject != null || query.containsKey("cursor");
        return new Entries(rows, actions, action, subject, next, filtered ? url.path() + "#log" : null);
    }

    Runs runs() {
        List<RetentionRun> rows = policy.runs(RUNS_SHOWN);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        boolean ranToday = rows.stream()
                .anyMatch(run -> run.outcome() != null
                        && LocalDate.ofInstant(run.startedAt(), ZoneOffset.UTC).equals(today));
        String next = ranToday ? "the next after midnight UTC" : "the next within minutes";
        return new Runs(rows, retention.enabled() ? next : "switched off here: ANDON_RETENTION_ENABLED");
    }

    /** Of whoever is looked for. */
    String pseudonym(String who) {
        if (who.isEmpty()) {
            throw new Policy.Refused("Say who to look for.");
        }
        return Pseudonym.of(keys.current().orElseThrow(() -> new Policy.Refused(PrivacyKeys.MISSING)), who);
    }

    /** Null, which is for ever, where nothing is given. */
    static Integer days(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw new Policy.Refused("Days are a number from 1 to 36500; leave them out to keep for ever.");
        }
    }

    private static Long number(String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
