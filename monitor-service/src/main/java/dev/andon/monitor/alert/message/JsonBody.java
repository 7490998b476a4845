package dev.andon.monitor.alert.message;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * A message as JSON of our own, described in docs/operations.md. Fields may be added within a version; a change of what is there makes
 * another.
 *
 * @param status failing or recovered
 */
@JsonNaming(SnakeCaseStrategy.class)
record JsonBody(
        String version,
        String id,
        String status,
        String environment,
        String source,
        Instant at,
        String summary,
        List<Finding> findings) {
    private static final String VERSION = "1";

    static JsonBody of(AlertMessage message, Links links) {
        return new JsonBody(
                VERSION,
                message.id(),
                message.failing() ? "failing" : "recovered",
                message.environment(),
                message.source(),
                message.at(),
                message.summary(),
                message.findings().stream()
                        .map(finding -> linked(finding, links))
                        .toList());
    }

    private static Finding linked(Finding finding, Links links) {
        return new Finding(
                finding.key(),
                finding.group(),
                finding.title(),
                finding.change(),
                finding.status(),
                finding.detail(),
                finding.remedy(),
                finding.value(),
                finding.unit(),
                links.to(finding.page()),
                links.to(finding.runbook()),
                finding.since());
    }
}
