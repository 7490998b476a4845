package dev.andon.monitor.dashboard;

import dev.andon.monitor.format.Numbers;
import dev.andon.monitor.privacy.AuditEntry;
import io.quarkus.qute.TemplateData;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;

/** One entry of the audit log as the page shows it. */
@TemplateData
public record EntryRow(AuditEntry entry, String subjectUrl) {
    private static final Set<String> GOOD =
            Set.of("done", "intact", "added", "released", "verified", "requested", "ready");
    private static final int SHORT = 8;

    /** Class of the badge: empty where it ended as it should. */
    public String tone() {
        return GOOD.contains(entry.outcome()) ? "" : entry.outcome().equals("broken") ? "bad" : "warn";
    }

    /** The action, in words. */
    public String action() {
        return entry.action().replace('_', ' ');
    }

    public String shortSubject() {
        return entry.subject().substring(0, SHORT);
    }

    public String shortHash() {
        return entry.hash().substring(0, SHORT);
    }

    /** What was counted, as {@code messages 412, conversations 18}; empty where nothing was. */
    public String counts() {
        return new JsonObject(entry.counts())
                .stream()
                        .map(count -> count.getKey().replace('_', ' ') + " " + figure(count.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String figure(Object value) {
        return value instanceof Number number
                ? Numbers.count(number.longValue())
                : value == null ? "–" : value.toString();
    }
}
