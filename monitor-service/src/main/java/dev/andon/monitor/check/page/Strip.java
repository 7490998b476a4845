package dev.andon.monitor.check.page;

import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.format.Numbers;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The history of one check, a cell for each stretch of time with the worst that was found in it. Height repeats the colour.
 *
 * @param cells style of each, oldest first; {@code o} where no check was made
 * @param label one sentence that says what is seen
 */
@TemplateData
record Strip(List<String> cells, String label) {

    /** Lays out what was found by cell; cells that are not named had no check. */
    static Strip of(Map<Integer, CheckStatus> worst, Span span) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < span.cells(); i++) {
            cells.add(style(worst.get(i)));
        }
        return new Strip(
                List.copyOf(cells),
                "In the last " + span.words() + ", of " + span.cells() + " stretches: "
                        + count(worst, CheckStatus.WARN) + " with a warning, " + count(worst, CheckStatus.STALE)
                        + " stale, "
                        + count(worst, CheckStatus.UNKNOWN) + " not known, " + (span.cells() - worst.size())
                        + " without a check");
    }

    private static String style(CheckStatus status) {
        return switch (status) {
            case null -> "o";
            case FRESH -> "";
            case WARN -> "w";
            case STALE -> "b";
            case UNKNOWN -> "n";
        };
    }

    private static String count(Map<Integer, CheckStatus> worst, CheckStatus status) {
        return Numbers.count(worst.values().stream().filter(status::equals).count());
    }
}
