package dev.andon.monitor.check.page;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import dev.andon.monitor.check.CheckStatus;
import dev.andon.monitor.check.page.ResultRepository.Cell;
import dev.andon.monitor.check.page.ResultRepository.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes strips, changes and charts of stored results; results come in the order of time. */
final class Histories {
    /** Changes shown, the newest. */
    private static final int CHANGES = 30;

    private Histories() {}

    /** One strip a check. */
    static Map<String, Strip> strips(List<Cell> cells, Span span) {
        Map<String, Map<Integer, CheckStatus>> worst = new HashMap<>();
        cells.forEach(cell ->
                worst.computeIfAbsent(cell.key(), key -> new HashMap<>()).put(cell.index(), cell.worst()));
        Map<String, Strip> strips = new HashMap<>();
        worst.forEach((key, found) -> strips.put(key, Strip.of(found, span)));
        return strips;
    }

    /** Everything about one check; {@code every} is how far apart results usually are. */
    static CheckPage.History of(CheckRow row, List<Point> points, Span span, Duration every, Instant now) {
        Instant from = span.from(now);
        Map<Integer, CheckStatus> worst = new HashMap<>();
        points.forEach(point -> worst.merge(
                (int) Duration.between(from, point.at()).dividedBy(span.cell()),
                point.status(),
                (a, b) -> a.compareTo(b) > 0 ? a : b));
        return new CheckPage.History(
                plot(row, points, new TimeAxis(from, now), every),
                Strip.of(worst, span),
                changes(points),
                points.size());
    }

    private static Plot plot(CheckRow row, List<Point> points, TimeAxis time, Duration every) {
        List<ValueChart.Point> values = points.stream()
                .filter(point -> point.value() != null)
                .map(point -> new ValueChart.Point(point.at(), point.value()))
                .toList();
        if (values.isEmpty()) {
            return null;
        }
        // Two results may be missed, as when a service is restarted, before the line shows a gap.
        return ValueChart.of(
                row.result().title() + ", " + row.result().measures(),
                row.result().unit(),
                values,
                time,
                every.multipliedBy(3),
                new ValueChart.Limits(row.result().warnAt(), row.result().errorAt()));
    }

    /** The first result and each that ended otherwise than the one before, newest first. */
    private static List<CheckPage.Change> changes(List<Point> points) {
        List<CheckPage.Change> changes = new ArrayList<>();
        CheckStatus before = null;
        for (Point point : points) {
            if (point.status() != before) {
                changes.add(new CheckPage.Change(point.at(), point.status(), point.detail()));
                before = point.status();
            }
        }
        List<CheckPage.Change> newest = changes.reversed();
        return newest.subList(0, Math.min(CHANGES, newest.size()));
    }
}
