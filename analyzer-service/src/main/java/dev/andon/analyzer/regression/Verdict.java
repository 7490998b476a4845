package dev.andon.analyzer.regression;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * When a slow-down is a finding, and which finding comes first. The numbers are conventional ones: 99.5 % one-sided confidence that the
 * time at least doubled. A test of "is it different at all" would always fire, since with thousands of calls every minute differs.
 */
final class Verdict {
    /** Standard errors for the verdict. */
    static final double SURE = 2.6;
    /** Standard errors for the order of rows. */
    static final double LIKELY = 1;

    private static final double TWICE = Math.log(2);
    private static final long FEWEST_CALLS = 4;

    private static final Comparator<Regression> WORST_FIRST = Comparator.comparing(Regression::significant)
            .thenComparingDouble(Regression::score)
            .reversed()
            .thenComparing(Regression::dimensionKey);

    private Verdict() {}

    static boolean significant(double sureBound, long callsBefore, long callsAfter) {
        return sureBound > TWICE && callsBefore >= FEWEST_CALLS && callsAfter >= FEWEST_CALLS;
    }

    static List<Regression> ordered(List<Regression> rows) {
        return rows.stream().sorted(WORST_FIRST).toList();
    }

    /** "calls to cart take at least 54 times as long (99.5 %): 2.1 ms before, 252 ms after, 4 operations". */
    static String sentence(String subject, double sureBound, double beforeMs, double afterMs, String behind) {
        String times = sureBound > 0
                ? String.format(Locale.ROOT, "at least %.3g times as long (99.5 %%)", Math.exp(sureBound))
                : "about as long";
        return String.format(
                Locale.ROOT, "%s %s: %.3g ms before, %.3g ms after, %s", subject, times, beforeMs, afterMs, behind);
    }
}
