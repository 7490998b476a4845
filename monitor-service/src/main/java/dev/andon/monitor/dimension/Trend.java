package dev.andon.monitor.dimension;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.chart.DistributionChart;
import dev.andon.monitor.chart.TrendChart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges hours of a dimension into fewer, longer steps, and into the spread of a whole range. */
public final class Trend {
    private static final Duration[] STEPS = {
        Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(6), Duration.ofDays(1)
    };
    private static final int MOST_POINTS = 100;

    private Trend() {}

    /** The step that gives at most 100 points over a length of time. */
    public static Duration step(Duration length) {
        for (Duration step : STEPS) {
            if (length.dividedBy(step) <= MOST_POINTS) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    /** One point a step that has samples. */
    public static List<TrendChart.Point> points(List<RollupRepository.Hour> hours, Duration step) {
        Map<Instant, LogHistogram> merged = new TreeMap<>();
        long seconds = step.toSeconds();
        for (RollupRepository.Hour hour : hours) {
            Instant start = Instant.ofEpochSecond(Math.floorDiv(hour.start().getEpochSecond(), seconds) * seconds);
            merged.computeIfAbsent(start, key -> new LogHistogram()).merge(hour.histogram());
        }
        List<TrendChart.Point> points = new ArrayList<>();
        merged.forEach((start, histogram) -> points.add(new TrendChart.Point(
                start, histogram.quantile(0.5) / 1000, histogram.quantile(0.95) / 1000, histogram.count())));
        return points;
    }

    /** Everything in one histogram. */
    public static LogHistogram whole(List<RollupRepository.Hour> hours) {
        LogHistogram whole = new LogHistogram();
        hours.forEach(hour -> whole.merge(hour.histogram()));
        return whole;
    }

    /** The buckets of a histogram for a chart. */
    public static List<DistributionChart.Bucket> buckets(LogHistogram histogram) {
        List<DistributionChart.Bucket> buckets = new ArrayList<>();
        double half = LogHistogram.RELATIVE_ERROR;
        histogram.forEach((value, count) ->
                buckets.add(new DistributionChart.Bucket(value * (1 - half) / 1000, value * (1 + half) / 1000, count)));
        return buckets;
    }
}
