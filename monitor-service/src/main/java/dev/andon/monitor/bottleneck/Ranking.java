package dev.andon.monitor.bottleneck;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses, sorts and pages the dimensions of an analysis as the address asks. Dimensions without a verdict stand apart.
 *
 * @param rows of this page
 * @param total how many match
 * @param tooFew those that match and have too few samples, or nothing to be held against
 * @param byType how many with a verdict there are of each type, whatever the filter
 */
record Ranking(
        List<Finding> rows,
        int total,
        List<Finding> tooFew,
        Map<String, Long> byType,
        int firstRank,
        int page,
        int pages) {
    static final int PAGE_SIZE = 50;
    private static final int MOST_WITHOUT_VERDICT = 30;

    /** What the address asks for; each may be null. */
    record Wish(String type, String state, String text, String sort, int page) {}

    static Ranking of(Output output, Wish wish) {
        Map<String, Long> byType = new LinkedHashMap<>();
        List<Finding> judged = new ArrayList<>();
        List<Finding> tooFew = new ArrayList<>();
        for (Finding finding : output.dimensions()) {
            boolean verdict = !List.of("too_few", "learning").contains(finding.state());
            if (verdict) {
                byType.merge(finding.dimensionType(), 1L, Long::sum);
            }
            if (matches(finding, wish)) {
                (verdict ? judged : tooFew).add(finding);
            }
        }
        judged.sort(order(wish.sort()));
        int pages = Math.max(1, Math.ceilDiv(judged.size(), PAGE_SIZE));
        int page = Math.clamp(wish.page(), 1, pages);
        int first = (page - 1) * PAGE_SIZE;
        List<Finding> rows = judged.subList(first, Math.min(judged.size(), first + PAGE_SIZE));
        List<Finding> waiting = tooFew.subList(0, Math.min(tooFew.size(), MOST_WITHOUT_VERDICT));
        return new Ranking(List.copyOf(rows), judged.size(), List.copyOf(waiting), byType, first, page, pages);
    }

    private static boolean matches(Finding finding, Wish wish) {
        boolean type = blank(wish.type()) || finding.dimensionType().equals(wish.type());
        boolean state = blank(wish.state()) || finding.state().equals(wish.state());
        boolean text = blank(wish.text())
                || finding.dimensionKey()
                        .toLowerCase(Locale.ROOT)
                        .contains(wish.text().strip().toLowerCase(Locale.ROOT));
        return type && state && text;
    }

    private static Comparator<Finding> order(String sort) {
        Comparator<Finding> byImpact = descending(Finding::impactMs);
        Comparator<Finding> standing = Comparator.comparingInt(Ranking::standing);
        return switch (sort == null ? "" : sort) {
            case "-ratio" -> descending(Finding::ratio);
            case "-p50" -> descending(Finding::p50Ms);
            case "-p95" -> descending(Finding::p95Ms);
            case "-runs" -> Comparator.comparingLong(Finding::samples).reversed();
            case "name" -> Comparator.comparing(Finding::dimensionKey);
            default -> standing.thenComparing(byImpact).thenComparing(descending(Finding::ratio));
        };
    }

    private static int standing(Finding finding) {
        return switch (finding.state()) {
            case "above" -> 0;
            case "watched" -> 1;
            case "within" -> 2;
            default -> 3;
        };
    }

    private static Comparator<Finding> descending(java.util.function.Function<Finding, Double> figure) {
        return Comparator.comparing(figure, Comparator.nullsLast(Comparator.reverseOrder()));
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    /** The dimensions of this page. */
    List<Dimension> dimensions() {
        return rows.stream().map(Finding::dimension).toList();
    }
}
