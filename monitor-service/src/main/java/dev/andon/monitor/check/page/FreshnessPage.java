package dev.andon.monitor.check.page;

import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Every check with its newest result and its history, and the newest runs.
 *
 * @param verdict empty where no check was ever made
 * @param strips by key of the check; shown only where they could not be read, else they are in their rows
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record FreshnessPage(
        Shell shell,
        Span span,
        List<Span> spans,
        Part<Verdict> verdict,
        Part<List<Group>> groups,
        Part<Map<String, Strip>> strips,
        Part<List<RunLine>> runs,
        Part<List<MessageLine>> messages)
        implements TemplateInstance {

    /** Checks that stand together. */
    @TemplateData
    record Group(String title, List<CheckRow> rows) {}

    /** One message: titles of the checks that failed and of those that recovered. */
    @TemplateData
    record MessageLine(Instant at, String status, List<String> failing, List<String> recovered) {

        public String lamp() {
            return failing.isEmpty() ? "ok" : "bad";
        }

        public String words() {
            return failing.isEmpty()
                    ? String.join(", ", recovered) + " recovered"
                    : "Failing: " + String.join(", ", failing)
                            + (recovered.isEmpty() ? "" : "; recovered: " + String.join(", ", recovered));
        }

        public String delivery() {
            return switch (status) {
                case "sent" -> "delivered";
                case "pending" -> "not delivered yet, tried again";
                default -> "not delivered";
            };
        }
    }

    /** One run; {@code status} and {@code finishedAt} are null while it goes on, or where its instance died in it. */
    @TemplateData
    record RunLine(String scope, String trigger, CheckStatus status, Instant startedAt, Instant finishedAt) {

        public String lamp() {
            return status == null ? "idle" : CheckRow.lamp(status);
        }

        public String words() {
            return status == null ? "not finished" : CheckRow.words(status);
        }

        public String by() {
            return switch (trigger) {
                case "schedule" -> "by the schedule";
                case "page" -> "from this page";
                case "nightly" -> "by the nightly run";
                default -> "by command";
            };
        }

        public Double tookMs() {
            return finishedAt == null
                    ? null
                    : (Double) (double) Duration.between(startedAt, finishedAt).toMillis();
        }
    }
}
