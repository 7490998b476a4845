package dev.andon.monitor.overview;

import dev.andon.common.histogram.LogHistogram;
import dev.andon.monitor.chart.CountChart;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What went through the line in the last 24 hours, against the 24 hours before. */
@TemplateData
public record Traffic(List<Tile> tiles, Plot endToEnd, Plot counts) {
    /** Of one of both stretches. */
    static final Duration LENGTH = Duration.ofHours(24);

    private static final Duration HOUR = Duration.ofHours(1);

    /** Of the hours of twice {@link #LENGTH} until {@code now}. */
    static Traffic of(List<TrafficRepository.Hour> hours, Instant now) {
        Instant from = now.minus(LENGTH);
        List<TrafficRepository.Hour> newer =
                hours.stream().filter(hour -> !hour.start().isBefore(from)).toList();
        TimeAxis axis = new TimeAxis(from, now);
        return new Traffic(
                Tile.of(
                        total(hours, from, now, now),
                        total(hours, from.minus(LENGTH), from, now),
                        newer.stream().map(TrafficRepository.Hour::day).toList()),
                TrendChart.full("End-to-end time of traces", points(newer), axis, HOUR, TrendChart.Reference.NONE),
                CountChart.of("Traces", bars(newer), axis, HOUR));
    }

    private static List<TrendChart.Point> points(List<TrafficRepository.Hour> hours) {
        return hours.stream()
                .map(hour -> new TrendChart.Point(
                        hour.start(),
                        hour.day().p50Ms(),
                        hour.day().p95Ms(),
                        hour.day().traces()))
                .toList();
    }

    private static List<CountChart.Bar> bars(List<TrafficRepository.Hour> hours) {
        return hours.stream()
                .map(hour -> new CountChart.Bar(
                        hour.start(), hour.day().traces(), hour.day().failed()))
                .toList();
    }

    // An hour that is only partly in the stretch counts by that part.
    private static Day total(List<TrafficRepository.Hour> hours, Instant from, Instant to, Instant now) {
        double traces = 0;
        double executions = 0;
        double failed = 0;
        double tokens = 0;
        LogHistogram durations = new LogHistogram();
        for (TrafficRepository.Hour hour : hours) {
            double part = part(hour.start(), from, to, now);
            if (part > 0) {
                traces += part * hour.day().traces();
                executions += part * hour.day().executions();
                failed += part * hour.day().failed();
                tokens += part * hour.day().tokens();
                durations.merge(hour.durations());
            }
        }
        return durations.isEmpty()
                ? Day.NONE
                : new Day(
                        Math.round(traces),
                        Math.round(executions),
                        Math.round(failed),
                        durations.quantile(0.5) / 1_000,
                        durations.quantile(0.95) / 1_000,
                        Math.round(tokens));
    }

    // The running hour holds nothing after "now": it lasts till then.
    private static double part(Instant hour, Instant from, Instant to, Instant now) {
        Instant end = earlier(hour.plus(HOUR), now);
        Duration inside = Duration.between(hour.isBefore(from) ? from : hour, earlier(end, to));
        return Math.max(
                0, (double) inside.toNanos() / Duration.between(hour, end).toNanos());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
