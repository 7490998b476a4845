package dev.andon.analyzer.threshold;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.bottleneck.MedianVerdict;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.histogram.MedianInterval;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A baseline that differs from what is measured by more than 20 % (spec W15).
 *
 * @param actualP50Ms the median, the suggested baseline
 * @param p50LowMs lower end of the 95 % interval of the median
 * @param p50HighMs upper end
 * @param variancePct by how many per cent of the baseline the median differs; negative where it is faster
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ThresholdSuggestion(
        String dimensionType,
        String dimensionKey,
        double baselineP50Ms,
        double multiplier,
        double actualP50Ms,
        double p50LowMs,
        double p50HighMs,
        long samples,
        double variancePct) {
    private static final double WORTH_A_CHANGE = 0.2;
    private static final double INTERVAL = 0.95;

    /** The suggestions for active thresholds, furthest off first; none where there are too few samples to tell. */
    static List<ThresholdSuggestion> of(List<Threshold> thresholds, Map<Dimension, LogHistogram> durations) {
        return thresholds.stream()
                .filter(Threshold::isActive)
                .flatMap(
                        threshold -> Optional.ofNullable(durations.get(threshold.dimension()))
                                .flatMap(measured -> of(threshold, measured))
                                .stream())
                .sorted(Comparator.comparingDouble(
                                (ThresholdSuggestion suggestion) -> Math.abs(suggestion.variancePct()))
                        .reversed())
                .toList();
    }

    private static Optional<ThresholdSuggestion> of(Threshold threshold, LogHistogram measured) {
        double p50 = measured.quantile(0.5) / 1000;
        double baseline = threshold.baselineP50Ms();
        if (measured.count() < MedianVerdict.MINIMUM_SAMPLES
                || p50 <= 0
                || Math.abs(p50 - baseline) <= baseline * WORTH_A_CHANGE) {
            return Optional.empty();
        }
        MedianInterval interval = MedianInterval.of(measured, INTERVAL);
        return Optional.of(new ThresholdSuggestion(
                threshold.dimensionType(),
                threshold.dimensionKey(),
                baseline,
                threshold.multiplier(),
                p50,
                interval.low() / 1000,
                interval.high() / 1000,
                measured.count(),
                Math.round((p50 - baseline) / baseline * 10_000) / 100.0));
    }

    /** The change that takes it: the measured median, to a tenth of a millisecond, with the multiplier as it is. */
    ThresholdChange change() {
        double rounded = Math.max(0.001, actualP50Ms >= 1 ? Math.round(actualP50Ms * 10) / 10.0 : actualP50Ms);
        return new ThresholdChange(dimensionType, dimensionKey, rounded, multiplier);
    }
}
