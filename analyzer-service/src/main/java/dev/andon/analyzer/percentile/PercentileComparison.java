package dev.andon.analyzer.percentile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.common.histogram.LogHistogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The percentiles of one dimension, exactly from its spans and as analyses read them from the rollups.
 *
 * @param from start of the first hour
 * @param to end of the last hour, not included
 * @param asOf what was acknowledged before is in both; null where nothing was folded yet
 * @param errorBound the most by which a rollup's value may differ, as a part of the exact one
 * @param agree the same number of samples, and every value within the bound
 * @param notes sentences on why not
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PercentileComparison(
        String dimensionType,
        String dimensionKey,
        Instant from,
        Instant to,
        Instant asOf,
        long samplesExact,
        long samplesRollup,
        double errorBound,
        boolean agree,
        List<Percentile> percentiles,
        List<String> notes) {

    static PercentileComparison of(
            Dimension dimension, Instant from, Instant to, Instant asOf, ExactPercentiles exact, LogHistogram rollup) {
        List<Percentile> percentiles = new ArrayList<>();
        for (int i = 0; i < Percentiles.ASKED.size(); i++) {
            int asked = Percentiles.ASKED.get(i);
            percentiles.add(Percentile.of(
                    asked,
                    exact.samples() == 0 ? null : exact.milliseconds().get(i),
                    rollup.isEmpty() ? null : rollup.quantile(asked / 100.0) / 1000));
        }
        boolean sameSamples = exact.samples() == rollup.count();
        return new PercentileComparison(
                dimension.type(),
                dimension.key(),
                from,
                to,
                asOf,
                exact.samples(),
                rollup.count(),
                LogHistogram.RELATIVE_ERROR,
                sameSamples && percentiles.stream().allMatch(Percentile::withinBound),
                List.copyOf(percentiles),
                sameSamples ? List.of() : List.of(otherSamples(exact.samples(), rollup.count())));
    }

    private static String otherSamples(long exact, long rollup) {
        return "The spans hold " + exact + " samples and the rollups " + rollup
                + ". Spans deleted after they were folded, and keys of an hour that count as (other), make the two differ.";
    }
}
