package dev.andon.monitor.overview;

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

    static Traffic of(List<TrafficRepository.Group> groups, Instant from, Instant to) {
        List<TrafficRepository.Group> hours = groups.stream()
                .filter(group -> group.hour() != null && !group.hour().isBefore(from))
                .toList();
        TimeAxis axis = new TimeAxis(from, to);
        return new Traffic(
                Tile.of(
                        total(groups, true),
                        total(groups, false),
                        hours.stream().map(TrafficRepository.Group::day).toList()),
                TrendChart.full("End-to-end time of traces", points(hours), axis, HOUR, TrendChart.Reference.NONE),
                CountChart.of("Traces", bars(hours), axis, HOUR));
    }

    private static List<TrendChart.Point> points(List<TrafficRepository.Group> hours) {
        return hours.stream()
                .map(group -> new TrendChart.Point(
                        group.hour(),
                        group.day().p50Ms(),
                        group.day().p95Ms(),
                        group.day().traces()))
                .toList();
    }

    private static List<CountChart.Bar> bars(List<TrafficRepository.Group> hours) {
        return hours.stream()
                .map(group -> new CountChart.Bar(
                        group.hour(), group.day().traces(), group.day().failed()))
                .toList();
    }

    private static Day total(List<TrafficRepository.Group> groups, boolean current) {
        return groups.stream()
                .filter(group -> group.current() != null && group.current() == current)
                .map(TrafficRepository.Group::day)
                .findFirst()
                .orElse(Day.NONE);
    }
}
