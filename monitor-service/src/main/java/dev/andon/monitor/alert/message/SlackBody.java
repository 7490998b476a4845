package dev.andon.monitor.alert.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message as Slack's incoming webhooks take it: blocks, and a text for notifications and for receivers that know no blocks. Keeps to
 * Slack's limits: 50 blocks, 150 characters a header, 3000 a section.
 */
final class SlackBody {
    private static final int MOST_FINDINGS = 20;
    private static final int MOST_HEADER = 150;
    private static final int MOST_SECTION = 2_900;

    private SlackBody() {}

    static Map<String, Object> of(AlertMessage message, Links links) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(Map.of(
                "type",
                "header",
                "text",
                Map.of("type", "plain_text", "text", cut(icon(message) + " " + message.summary(), MOST_HEADER))));
        message.findings().stream()
                .limit(MOST_FINDINGS)
                .forEach(finding -> blocks.add(section(cut(text(finding, links), MOST_SECTION))));
        if (message.findings().size() > MOST_FINDINGS) {
            blocks.add(section("… and " + (message.findings().size() - MOST_FINDINGS) + " more."));
        }
        blocks.add(Map.of(
                "type",
                "context",
                "elements",
                List.of(Map.of("type", "mrkdwn", "text", "run " + message.id() + " at " + message.at()))));
        return Map.of("text", escape(message.summary()), "blocks", blocks);
    }

    private static String icon(AlertMessage message) {
        return message.failing() ? "\uD83D\uDD34" : "\uD83D\uDFE2";
    }

    private static String text(Finding finding, Links links) {
        StringBuilder text = new StringBuilder("*" + escape(finding.title()) + "*  " + state(finding) + "\n");
        text.append(escape(finding.detail()));
        if (finding.remedy() != null) {
            text.append("\n_").append(escape(finding.remedy())).append('_');
        }
        String page = links.to(finding.page());
        if (page != null) {
            text.append("\n<").append(escape(page)).append("|Open the page>");
        }
        return text.toString();
    }

    private static String state(Finding finding) {
        return switch (finding.change()) {
            case FAILING -> finding.status();
            case STILL_FAILING -> "still " + finding.status() + ", since " + finding.since();
            case RECOVERED -> "recovered; it failed since " + finding.since();
        };
    }

    private static Map<String, Object> section(String text) {
        return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
