package dev.andon.monitor.bottleneck;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.chart.DistributionChart;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.dimension.Trend;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.threshold.Threshold;
import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long a dimension takes in a range, against what was usual. Pure.
 *
 * @param distribution null where there are no samples
 * @param points the trend as a table
 * @param suggestedSeconds for a threshold; empty where nothing is known
 * @param exemplars ids of traces of the newest hours
 */
@TemplateData
public record Figures(
        Spread now,
        Spread before,
        Plot distribution,
        Plot trend,
        List<TrendChart.Point> points,
        String suggestedSeconds,
        List<String> exemplars) {
    private static final int BARS = 30;

    /** Quantiles of a range; null where there are no samples. */
    @TemplateData
    public record Spread(long samples, long errors, Double p50Ms, Double p75Ms, Double p95Ms, Double p99Ms) {

        private static Spread of(LogHistogram histogram, List<RollupRepository.Hour> hours) {
            return new Spread(
                    histogram.count(),
                    hours.stream().mapToLong(RollupRepository.Hour::errors).sum(),
                    quantile(histogram, 0.5),
                    quantile(histogram, 0.75),
                    quantile(histogram, 0.95),
                    quantile(histogram, 0.99));
        }
    }

    /** What a dimension is held against; finding and threshold may be null. */
    record Standard(Dimension dimension, Finding finding, Threshold threshold) {

        /** Since when it is as it is; null where it did not change. */
        Instant since() {
            return finding == null ? null : finding.since();
        }

        Double limitMs() {
            if (threshold != null && threshold.active()) {
                return threshold.limitMs();
            }
            return finding == null ? null : finding.thresholdMs();
        }

        Double baselineMs() {
            return finding == null ? null : finding.baselineP50Ms();
        }

        /** Those since the change, where it lies in the range. */
        private List<RollupRepository.Hour> current(List<RollupRepository.Hour> hours, Range range) {
            Instant since = since();
            return since == null || since.isBefore(range.from())
                    ? hours
                    : hours.stream()
                            .filter(hour ->
                                    !hour.start().plus(Duration.ofHours(1)).isBefore(since))
                            .toList();
        }

        /** The usual time is that before the change, or the range before this one. */
        Range before(Range range) {
            Instant since = since();
            return since != null && since.isAfter(range.from().minus(range.length()))
                    ? new Range(since.minus(range.length()), since, "")
                    : range.before();
        }
    }

    /** Of the hours of the range and those of {@link Standard#before}. */
    static Figures of(
            Standard standard, Range range, List<RollupRepository.Hour> hours, List<RollupRepository.Hour> earlier) {
        List<RollupRepository.Hour> current = standard.current(hours, range);
        LogHistogram now = Trend.whole(current);
        LogHistogram then = Trend.whole(earlier);
        Duration step = Trend.step(range.length());
        List<TrendChart.Point> points = Trend.points(hours, step);
        Double suggested = standard.baselineMs() != null ? standard.baselineMs() : quantile(now, 0.5);
        return new Figures(
                Spread.of(now, current),
                Spread.of(then, earlier),
                distribution(standard, now, then),
                TrendChart.full(
                        "p50 and p95 of " + standard.dimension().key(),
                        points,
                        new TimeAxis(range.from(), range.to()),
                        step,
                        reference(standard, then)),
                points,
                suggested == null ? "" : Threshold.seconds(suggested),
                exemplars(hours));
    }

    /** It was not seen, neither in the range nor before. */
    boolean isEmpty() {
        return now.samples() == 0 && before.samples() == 0 && points.isEmpty();
    }

    private static List<String> exemplars(List<RollupRepository.Hour> hours) {
        return hours.reversed().stream()
                .flatMap(hour -> hour.exemplars().stream())
                .distinct()
                .limit(DimensionResource.MOST_EXAMPLES)
                .toList();
    }

    private static Plot distribution(Standard standard, LogHistogram now, LogHistogram then) {
        DistributionChart.Marks marks = new DistributionChart.Marks(
                quantile(then, 0.5), quantile(now, 0.5), quantile(now, 0.95), standard.limitMs());
        String subject = "Times of " + standard.dimension().key();
        return now.isEmpty()
                ? null
                : DistributionChart.of(subject, Trend.buckets(now), Trend.buckets(then), marks, BARS);
    }

    private static TrendChart.Reference reference(Standard standard, LogHistogram then) {
        return new TrendChart.Reference(
                quantile(then, 0.25),
                standard.baselineMs() != null ? standard.baselineMs() : quantile(then, 0.5),
                quantile(then, 0.75),
                standard.limitMs(),
                standard.since() == null ? List.of() : List.of(standard.since()));
    }

    private static Double quantile(LogHistogram histogram, double p) {
        return histogram.isEmpty() ? null : (Double) (histogram.quantile(p) / 1000);
    }
}
