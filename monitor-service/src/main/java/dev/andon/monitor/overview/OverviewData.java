package dev.andon.monitor.overview;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.chart.TrendChart;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.dimension.RollupRepository;
import dev.andon.monitor.dimension.Trend;
import dev.andon.monitor.page.Range;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Run;
import dev.andon.monitor.run.RunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Gathers what the overview draws. */
@ApplicationScoped
public class OverviewData {
    private static final List<String> STATIONS = List.of("phase", "gate", "subagent");

    private final RunRepository runs;
    private final TrafficRepository traffic;
    private final RollupRepository rollups;
    private final AlertRepository alerts;

    OverviewData(RunRepository runs, TrafficRepository traffic, RollupRepository rollups, AlertRepository alerts) {
        this.runs = runs;
        this.traffic = traffic;
        this.rollups = rollups;
        this.alerts = alerts;
    }

    Traffic traffic(Instant now) {
        return Traffic.of(traffic.hours(now.minus(Traffic.LENGTH.multipliedBy(2)), now), now);
    }

    Story story(List<Run> recent) {
        return runs.latest()
                .map(Story::of)
                .orElseGet(() -> traffic.anyTrace()
                        ? Story.waiting(recent.isEmpty() ? null : recent.getFirst())
                        : Story.empty());
    }

    List<AlertRepository.Alert> alerts(Instant now) {
        return alerts.firing(now);
    }

    /** Of the median of what holds the line up; null where nothing does. */
    Plot trend(Finding finding, Range range) {
        if (finding == null) {
            return null;
        }
        Duration step = Trend.step(range.length());
        var points = Trend.points(rollups.hours(finding.dimension(), range.from(), range.to()), step);
        var reference = TrendChart.Reference.limit(finding.thresholdMs(), finding.since());
        return TrendChart.median(
                "p50 of " + finding.dimensionKey(), points, new TimeAxis(range.from(), range.to()), step, reference);
    }

    /** Null where executions have no stations. */
    Line line(Range range) {
        List<Dimension> order = traffic.stations();
        if (order.size() < 2) {
            return null;
        }
        Range before = range.before();
        return Line.of(
                        order,
                        rollups.totals(STATIONS, range.from(), range.to()),
                        rollups.totals(STATIONS, before.from(), before.to()))
                .orElse(null);
    }
}
