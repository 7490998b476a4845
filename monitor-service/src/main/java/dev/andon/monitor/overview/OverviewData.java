package dev.andon.monitor.overview;

import dev.andon.monitor.chart.CountChart;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.dimension.Trend;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.run.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Gathers what the overview draws. */
@ApplicationScoped
public class OverviewData {
    private static final List<String> STATIONS = List.of("phase", "gate", "subagent");

    private final TrafficRepository traffic;
    private final RollupRepository rollups;
    private final AlertRepository alerts;

    OverviewData(TrafficRepository traffic, RollupRepository rollups, AlertRepository alerts) {
        this.traffic = traffic;
        this.rollups = rollups;
        this.alerts = alerts;
    }

    /** Two days and the hours of the newer one. */
    record Traffic(Day now, Day before, List<TrafficRepository.Group> hours) {

        List<Day> days() {
            return hours.stream().map(TrafficRepository.Group::day).toList();
        }

        List<TrendChart.Point> points() {
            return hours.stream()
                    .map(group -> new TrendChart.Point(
                            group.hour(),
                            group.day().p50Ms(),
                            group.day().p95Ms(),
                            group.day().traces()))
                    .toList();
        }

        List<CountChart.Bar> bars() {
            return hours.stream()
                    .map(group -> new CountChart.Bar(
                            group.hour(), group.day().traces(), group.day().failed()))
                    .toList();
        }
    }

    Traffic traffic(Instant before, Instant from, Instant to) {
        List<TrafficRepository.Group> groups = traffic.byHour(before, from, to);
        return new Traffic(
                total(groups, true),
                total(groups, false),
                groups.stream()
                        .filter(group -> group.hour() != null && !group.hour().isBefore(from))
                        .toList());
    }

    boolean anyTrace() {
        return traffic.anyTrace();
    }

    List<AlertRepository.Alert> alerts(Instant now) {
        return alerts.firing(now);
    }

    Plot trend(Finding finding, Range range) {
        Duration step = Trend.step(range.length());
        var points = Trend.points(rollups.hours(finding.dimension(), range.from(), range.to()), step);
        var reference = new TrendChart.Reference(null, null, null, finding.thresholdMs(), finding.since());
        return TrendChart.median(
                "p50 of " + finding.dimensionKey(), points, new TimeAxis(range.from(), range.to()), step, reference);
    }

    Line line(Range range, Dimension held) {
        List<Dimension> order = traffic.stations();
        if (order.size() < 2) {
            return null;
        }
        Range before = range.before();
        return Line.of(
                        order,
                        rollups.totals(STATIONS, range.from(), range.to()),
                        rollups.totals(STATIONS, before.from(), before.to()),
                        held)
                .orElse(null);
    }

    private static Day total(List<TrafficRepository.Group> groups, boolean current) {
        return groups.stream()
                .filter(group -> group.current() != null && group.current() == current)
                .map(TrafficRepository.Group::day)
                .findFirst()
                .orElse(Day.NONE);
    }
}
