package dev.andon.monitor.check.page;

import dev.andon.monitor.chart.Axis;
import dev.andon.monitor.chart.Drawing;
import dev.andon.monitor.chart.Path;
import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.chart.TimeAxis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A measured value over time against two limits. Gaps stay gaps. */
final class ValueChart {
    private ValueChart() {}

    /** One value in the unit of its check. */
    record Point(Instant at, double value) {}

    /** What it is held against; limits may be null. */
    record Limits(Double warnAt, Double errorAt) {}

    /** Draws at least one value; two that are further apart than {@code gap} are not joined. */
    static Plot of(String subject, String unit, List<Point> points, TimeAxis time, Duration gap, Limits limits) {
        double most = points.stream().mapToDouble(Point::value).max().orElse(0);
        double highest = Stream.of(limits.warnAt(), limits.errorAt())
                .filter(Objects::nonNull)
                .mapToDouble(limit -> limit)
                // A limit far above what was ever measured would press the line to the ground.
                .filter(limit -> limit <= Math.max(most * 4, 1))
                .max()
                .orElse(0);
        double scale = CheckRow.lengthMs(unit).orElse(1.0);
        double top = Math.max(most, highest) * scale;
        Axis axis = CheckRow.lengthMs(unit).isPresent() ? Axis.ofDuration(top) : Axis.ofCount(top);
        Drawing drawing = new Drawing().values(axis).times(time);
        limit(drawing, axis, limits.warnAt(), scale, "warning");
        limit(drawing, axis, limits.errorAt(), scale, "stale");
        drawing.shape("now-line", line(points, time, gap, axis, scale));
        Point last = points.getLast();
        double x = time.x(last.at());
        double y = axis.y(last.value() * scale);
        drawing.shape("dot", new Path().move(x, y).line(x + 0.1, y));
        return drawing.plot(
                subject + ": " + CheckRow.amount(points.getFirst().value(), unit) + " at first, "
                        + CheckRow.amount(last.value(), unit) + " at last, " + CheckRow.amount(most, unit) + " at most",
                "12rem",
                "3.5rem",
                ".5rem");
    }

    private static void limit(Drawing drawing, Axis axis, Double limit, double scale, String note) {
        if (limit == null || limit * scale > axis.high()) {
            return;
        }
        double y = axis.y(limit * scale);
        drawing.shape("limit-line", new Path().move(0, y).line(Plot.WIDTH, y));
        drawing.label("note limit above", 0.4, y / Plot.HEIGHT * 100, note);
    }

    private static Path line(List<Point> points, TimeAxis time, Duration gap, Axis axis, double scale) {
        Path path = new Path();
        Instant before = null;
        for (Point point : points) {
            if (before != null && Duration.between(before, point.at()).compareTo(gap) > 0) {
                path.line(Double.NaN, Double.NaN);
            }
            path.line(time.x(point.at()), axis.y(point.value() * scale));
            before = point.at();
        }
        return path;
    }
}
