package dev.andon.monitor.bottleneck;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses, sorts and pages the dimensions of an analysis as the address asks. Who asks for nothing sees what is above its limit or
 * watched, and a few of the rest. Dimensions without a verdict stand apart.
 *
 * @param rows of this page
 * @param total how many match
 * @param tooFew some of those that match and ran, but have too few samples, or nothing to be held against
 * @param tooFewTotal how many of them there are
 * @param byType how many with a verdict there are of each type, whatever the filter
 */
record Ranking(
        List<Finding> rows,
        int total,
        List<Finding> tooFew,
        int tooFewTotal,
        Map<String, Long> byType,
        int firstRank,
        int page,
        int pages) {
    /** Value of the query key {@code show} that asks for everything. */
    static final String ALL = "all";

    static final int PAGE_SIZE = 50;
    private static final int FEW = 12;
    private static final int MOST_WAITING = 300;

    /** What the address asks for; each may be null. */
    record Wish(String type, String state, String text, String sort, int page, boolean all) {

        /** Reads the query keys {@code by, state, q, sort, page}. */
        static Wish of(PageUrl url) {
            Map<String, String> query = url.query();
            return new Wish(
                    query.get("by"),
                    query.get("state"),
                    query.get("q"),
                    query.get("sort"),
                    number(query.get("page")),
                    ALL.equals(query.get("show")));
        }

        /** Nothing is asked for. */
        boolean asksForNothing() {
            return !all && page <= 1 && blank(type) && blank(state) && blank(text) && blank(sort);
        }

        private static int number(String text) {
            try {
                return text == null ? 1 : Integer.parseInt(text);
            } catch (NumberFormatException notANumber) {
                return 1;
            }
        }
    }

    static Ranking of(Output output, Wish wish) {
        Map<String, Long> byType = new LinkedHashMap<>();
        List<Finding> judged = new ArrayList<>();
        List<Finding> tooFew = new ArrayList<>();
        for (Finding finding : output.dimensions()) {
            boolean verdict = !List.of("too_few", "learning").contains(finding.state());
            if (verdict) {
                byType.merge(finding.dimensionType(), 1L, Long::sum);
            }
            if (matches(finding, wish) && (verdict || finding.samples() > 0)) {
                (verdict ? judged : tooFew).add(finding);
            }
        }
        judged.sort(order(wish.sort()));
        int size = wish.asksForNothing() ? notable(judged) : PAGE_SIZE;
        int pages = wish.asksForNothing() ? 1 : Math.max(1, Math.ceilDiv(judged.size(), PAGE_SIZE));
        int page = Math.clamp(wish.page(), 1, pages);
        int first = (page - 1) * PAGE_SIZE;
        List<Finding> rows = judged.subList(first, Math.min(judged.size(), first + size));
        List<Finding> waiting = tooFew.subList(0, Math.min(tooFew.size(), wish.all() ? MOST_WAITING : FEW));
        return new Ranking(
                List.copyOf(rows), judged.size(), List.copyOf(waiting), tooFew.size(), byType, first, page, pages);
    }

    private static int notable(List<Finding> judged) {
        long notable = judged.stream().filter(finding -> standing(finding) < 2).count();
        return Math.clamp(notable, FEW, PAGE_SIZE);
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
