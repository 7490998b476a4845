package dev.andon.monitor.overview;

import dev.andon.monitor.format.Numbers;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import dev.andon.monitor.run.Run;
import io.quarkus.qute.TemplateData;
import java.util.Comparator;
import java.util.Optional;

/**
 * The answer the overview opens with.
 *
 * @param state empty, waiting, calm or held
 * @param detail the sentence below the headline; empty where the page writes it from {@code worst}
 * @param worst what holds the line up; null unless held
 * @param above how many dimensions are above their limit
 */
@TemplateData
public record Story(String state, String headline, String detail, Finding worst, long above) {

    /** Nothing has arrived yet. */
    static Story empty() {
        return new Story("empty", "No traces yet", "", null, 0);
    }

    /** Traces are here, but no analysis has succeeded; {@code last} is the newest try, or null. */
    static Story waiting(Run last) {
        if (last == null) {
            return new Story(
                    "waiting",
                    "Traces arrive; nothing is analysed yet",
                    "The first analysis runs by itself, or now.",
                    null,
                    0);
        } else if (last.isOpen()) {
            return new Story("waiting", "The first analysis runs", "Its findings show here when it ends.", null, 0);
        } else if ("INSUFFICIENT_DATA".equals(last.reasonCode())) {
            return new Story("waiting", "Too few traces for a verdict", orEmpty(last.errorDetail()), null, 0);
        }
        return new Story("waiting", "The analysis failed", orEmpty(last.errorDetail()), null, 0);
    }

    /** What the newest successful analysis says. */
    static Story of(Output output) {
        if (output.bottlenecks().isEmpty()) {
            return new Story("calm", "The line runs", calm(output), null, 0);
        }
        Finding worst = output.bottlenecks().getFirst();
        String against = worst.hasThreshold() ? " times its baseline" : " times what is usual";
        String ratio = Numbers.ratio(worst.ratio()).replace("\u00a0×", "");
        String headline = worst.dimensionKey() + " takes " + Numbers.duration(worst.p50Ms())
                + (worst.ratio() == null ? "" : ", " + ratio + against);
        return new Story("held", headline, "", worst, output.bottlenecks().size());
    }

    private static String calm(Output output) {
        long judged = output.count("within") + output.count("watched");
        Optional<Finding> closest = output.dimensions().stream()
                .filter(finding -> finding.thresholdMs() != null && finding.p50Ms() != null && judged(finding))
                .max(Comparator.comparingDouble(finding -> finding.p50Ms() / finding.thresholdMs()));
        String all = judged == 1
                ? "The one dimension with a limit is within it"
                : "All " + Numbers.count(judged) + " dimensions are within their limits";
        return closest.map(finding -> all + "; the closest is " + finding.dimensionKey() + " at "
                        + Numbers.percent(finding.p50Ms() / finding.thresholdMs()) + " of its limit.")
                .orElse("Nothing is above its limit.");
    }

    private static boolean judged(Finding finding) {
        return finding.state().equals("within") || finding.state().equals("watched");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
