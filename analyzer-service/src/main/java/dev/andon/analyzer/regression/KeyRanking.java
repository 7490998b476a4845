package dev.andon.analyzer.regression;

import dev.andon.common.histogram.LogHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which keys of one dimension type became slower: each by itself, nothing pooled. */
final class KeyRanking {
    private KeyRanking() {}

    /** Every key with enough samples in both periods, findings first. */
    static List<Regression> rank(String type, Map<String, LogHistogram> before, Map<String, LogHistogram> after) {
        List<Regression> rows = new ArrayList<>();
        Comparisons.of(before, after).forEach((key, comparison) -> rows.add(row(type, key, comparison)));
        return Verdict.ordered(rows);
    }

    private static Regression row(String type, String key, Comparison comparison) {
        Component alone = Component.of(List.of(comparison));
        double sure = alone.bound(Verdict.SURE);
        return new Regression(
                type,
                key,
                alone.bound(Verdict.LIKELY),
                alone.beforeMs(),
                alone.afterMs(),
                alone.callsBefore(),
                alone.callsAfter(),
                Verdict.significant(sure, alone.callsBefore(), alone.callsAfter()),
                Math.exp(sure),
                comparison.addedMs(),
                Verdict.sentence(
                        type + " " + key + " takes",
                        sure,
                        alone.beforeMs(),
                        alone.afterMs(),
                        alone.callsAfter() + " samples"),
                List.of());
    }
}
