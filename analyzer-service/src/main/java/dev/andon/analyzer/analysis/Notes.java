package dev.andon.analyzer.analysis;

import dev.andon.analyzer.bottleneck.Assessment;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.Limit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** What an operator should know beside the verdicts: above all which dimensions have no threshold, and how to add one. */
final class Notes {
    /** Operations are many and seldom worth a threshold each; beyond this many notes only their number is told. */
    private static final int MOST = 200;

    private Notes() {}

    static List<String> of(List<Assessment> assessments) {
        List<String> all = assessments.stream()
                .filter(Notes::lacksThreshold)
                .map(Notes::withoutThreshold)
                .toList();
        if (all.size() <= MOST) {
            return all;
        }
        List<String> shown = new ArrayList<>(all.subList(0, MOST));
        shown.add("Threshold not found for " + (all.size() - MOST) + " more dimensions.");
        return shown;
    }

    private static boolean lacksThreshold(Assessment assessment) {
        return assessment.limit().source() == Limit.Source.LEARNED
                || assessment.limit().source() == Limit.Source.NONE;
    }

    private static String withoutThreshold(Assessment assessment) {
        String compared = assessment.limit().known()
                ? "compared with its learned baseline"
                : "not judged until there is enough history for a learned baseline";
        return "Threshold not found for " + assessment.dimension() + ": " + compared + ". To set one: "
                + statement(assessment);
    }

    /** The statement that adds it, with what is measured as the baseline. */
    private static String statement(Assessment assessment) {
        Dimension dimension = assessment.dimension();
        double baseline = assessment.limit().known()
                ? assessment.limit().baselineMs()
                : assessment.verdict().p50Ms();
        return "INSERT INTO telemetry_thresholds (dimension_type, dimension_key, baseline_p50_ms, multiplier) VALUES ("
                + literal(dimension.type()) + ", " + literal(dimension.key()) + ", " + number(baseline) + ", 2.0);";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String number(double milliseconds) {
        double known = Double.isNaN(milliseconds) ? 1 : Math.max(0.001, milliseconds);
        return BigDecimal.valueOf(known)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
