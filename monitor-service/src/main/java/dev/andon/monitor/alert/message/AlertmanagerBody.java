package dev.andon.monitor.alert.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A message as POST /api/v2/alerts of Alertmanager takes it. A failing alert ends by itself after {@code hold} unless it is told of
 * again, a recovered one ends now.
 */
final class AlertmanagerBody {
    private AlertmanagerBody() {}

    static List<Map<String, Object>> of(AlertMessage message, Links links, Duration hold) {
        return message.findings().stream()
                .map(finding -> alert(message, finding, links, hold))
                .toList();
    }

    private static Map<String, Object> alert(AlertMessage message, Finding finding, Links links, Duration hold) {
        Instant end = finding.change().fails() ? message.at().plus(hold) : message.at();
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put(
                "labels",
                Map.of(
                        "alertname", name(finding.key()),
                        "check", finding.key(),
                        "group", finding.group(),
                        "environment", message.environment(),
                        "severity", "critical"));
        alert.put("annotations", annotations(message, finding, links));
        alert.put("startsAt", finding.since().toString());
        alert.put("endsAt", end.toString());
        if (links.to(finding.page()) != null) {
            alert.put("generatorURL", links.to(finding.page()));
        }
        return alert;
    }

    private static Map<String, String> annotations(AlertMessage message, Finding finding, Links links) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", finding.title());
        annotations.put("description", finding.detail());
        if (finding.remedy() != null) {
            annotations.put("remedy", finding.remedy());
        }
        if (links.to(finding.runbook()) != null) {
            annotations.put("runbook_url", links.to(finding.runbook()));
        }
        annotations.put("run", message.id());
        annotations.put("source", message.source());
        return annotations;
    }

    /** {@code chat_telemetry_rollups} becomes {@code AndonChatTelemetryRollups}. */
    private static String name(String key) {
        return Arrays.stream(key.split("[^A-Za-z0-9]+"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining("", "Andon", ""));
    }
}
