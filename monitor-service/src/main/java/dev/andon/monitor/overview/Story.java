package dev.andon.monitor.overview;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.format.Numbers;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import dev.andon.monitor.run.Run;
import dev.andon.monitor.run.RunRepository;
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
 * @param latest the analysis it is from; null where none succeeded
 */
@TemplateData
public record Story(
        String state, String headline, String detail, Finding worst, long above, RunRepository.Latest latest) {

    static Story empty() {
        return told("empty", "No traces yet", "");
    }

    /** Nothing has arrived yet. */
    public boolean isEmpty() {
        return state.equals("empty");
    }

    /** What holds the line up; null where nothing does. */
    Dimension held() {
        return worst == null ? null : worst.dimension();
    }

    /** Traces are here, but no analysis has succeeded; {@code last} is the newest try, or null. */
    static Story waiting(Run last) {
        if (last == null) {
            return told(
                    "waiting", "Traces arrive; nothing is analysed yet", "The first analysis runs by itself, or now.");
        } else if (last.isOpen()) {
            return told("waiting", "The first analysis runs", "Its findings show here when it ends.");
        } else if ("INSUFFICIENT_DATA".equals(last.reasonCode())) {
            return told("waiting", "Too few traces for a verdict", orEmpty(last.errorDetail()));
        }
        return told("waiting", "The analysis failed", orEmpty(last.errorDetail()));
    }

    /** What the newest successful analysis says. */
    static Story of(RunRepository.Latest latest) {
        Output output = latest.output();
        if (output.bottlenecks().isEmpty()) {
            return new Story("calm", "The line runs", calm(output), null, 0, latest);
        }
        Finding worst = output.bottlenecks().getFirst();
        String against = worst.hasThreshold() ? " times its baseline" : " times what is usual";
        String ratio = Numbers.ratio(worst.ratio()).replace("\u00a0×", "");
        String headline = worst.dimensionKey() + " takes " + Numbers.duration(worst.p50Ms())
                + (worst.ratio() == null ? "" : ", " + ratio + against);
        return new Story("held", headline, "", worst, output.bottlenecks().size(), latest);
    }

    private static Story told(String state, String headline, String detail) {
        return new Story(state, headline, detail, null, 0, null);
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
