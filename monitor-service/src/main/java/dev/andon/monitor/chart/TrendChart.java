package dev.andon.monitor.chart;

import dev.andon.monitor.format.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Change over time: p50 strong, p95 thin, the usual range as a band, the limit dashed. Gaps stay gaps. */
public final class TrendChart {
    /** Of charts that stand side by side. */
    static final String HEIGHT = "12rem";

    private static final char FIRST_NOTE = '①';

    private TrendChart() {}

    /**
     * One bucket of time.
     *
     * @param p50Ms null where nothing was sampled
     * @param p95Ms null where nothing was sampled
     */
    public record Point(Instant at, Double p50Ms, Double p95Ms, long samples) {}

    /**
     * What the line is held against; durations may be null.
     *
     * @param changes when something happened, in order; numbered notes mark them
     */
    public record Reference(
            Double usualLowMs, Double usualMs, Double usualHighMs, Double limitMs, List<Instant> changes) {
        /** Nothing is known. */
        public static final Reference NONE = new Reference(null, null, null, null, List.of());

        public Reference {
            changes = List.copyOf(changes);
        }

        /** Only a limit, and a change that may be null. */
        public static Reference limit(Double limitMs, Instant changedAt) {
            return new Reference(null, null, null, limitMs, changedAt == null ? List.of() : List.of(changedAt));
        }
    }

    /** With both quantiles, for a page of its own. */
    public static Plot full(String subject, List<Point> points, TimeAxis time, Duration step, Reference reference) {
        return draw(subject, points, time, step, reference, true, HEIGHT);
    }

    /** Only the median, for the side of a story. */
    public static Plot median(String subject, List<Point> points, TimeAxis time, Duration step, Reference reference) {
        return draw(subject, points, time, step, reference, false, "10.5rem");
    }

    private static Plot draw(
            String subject,
            List<Point> points,
            TimeAxis time,
            Duration step,
            Reference reference,
            boolean both,
            String height) {
        double max = points.stream()
                .mapToDouble(point -> orZero(both ? point.p95Ms() : point.p50Ms()))
                .max()
                .orElse(0);
        Axis axis = Axis.ofDuration(Math.max(max, orZero(reference.limitMs())));
        Drawing drawing = new Drawing().values(axis).times(time);
        usual(drawing, axis, time, reference);
        if (both) {
            drawing.shape("now-line thin", line(points, time, step, axis, true));
        }
        drawing.shape("now-line", line(points, time, step, axis, false));
        if (reference.limitMs() != null) {
            double y = axis.y(reference.limitMs());
            drawing.shape("limit-line", new Path().move(0, y).line(Plot.WIDTH, y));
            drawing.label(
                    "note limit above",
                    left(time, reference),
                    y / Plot.HEIGHT * 100,
                    "limit " + Axis.shortDuration(reference.limitMs()));
        }
        for (int i = 0; i < reference.changes().size(); i++) {
            if (reference.changes().get(i).isAfter(time.from())) {
                drawing.change(time, reference.changes().get(i), Character.toString(FIRST_NOTE + i));
            }
        }
        ends(drawing, points, time, step, axis, both);
        return drawing.plot(sentence(subject, points, reference), height, "3.25rem", both ? "2.25rem" : "3.25rem");
    }

    private static void usual(Drawing drawing, Axis axis, TimeAxis time, Reference reference) {
        if (reference.usualLowMs() != null && reference.usualHighMs() != null) {
            double top = axis.y(reference.usualHighMs());
            drawing.shape(
                    "band", new Path().box(0, top, Plot.WIDTH, Math.max(2, axis.y(reference.usualLowMs()) - top)));
        }
        if (reference.usualMs() != null) {
            double y = axis.y(reference.usualMs());
            drawing.label(
                    "note above",
                    left(time, reference),
                    y / Plot.HEIGHT * 100,
                    "usual " + Axis.shortDuration(reference.usualMs()));
        }
    }

    /** Where words of level lines begin: at the left, or behind a change that lies there, which they would be crossed by. */
    private static double left(TimeAxis time, Reference reference) {
        return reference.changes().stream()
                .mapToDouble(change -> time.x(change) / Plot.WIDTH * 100)
                .filter(change -> change > 0 && change < 35)
                .map(change -> change + 0.8)
                .max()
                .orElse(0.4);
    }

    private static Path line(List<Point> points, TimeAxis time, Duration step, Axis axis, boolean high) {
        Path path = new Path();
        Instant expected = null;
        for (Point point : points) {
            Double value = high ? point.p95Ms() : point.p50Ms();
            if (value == null || expected != null && point.at().isAfter(expected.plusSeconds(1))) {
                path.line(Double.NaN, Double.NaN);
            }
            if (value != null) {
                path.line(time.x(point.at().plus(step.dividedBy(2))), axis.y(value));
            }
            expected = point.at().plus(step);
        }
        return path;
    }

    private static void ends(
            Drawing drawing, List<Point> points, TimeAxis time, Duration step, Axis axis, boolean both) {
        if (points.isEmpty() || points.getLast().p50Ms() == null) {
            return;
        }
        Point last = points.getLast();
        double x = time.x(last.at().plus(step.dividedBy(2)));
        double y = axis.y(last.p50Ms());
        drawing.shape("dot", new Path().move(x, y).line(x + 0.1, y));
        if (both) {
            drawing.label("note end now", x / 10, y / Plot.HEIGHT * 100, "p50");
            if (last.p95Ms() != null && Math.abs(axis.y(last.p95Ms()) - y) > 14) {
                drawing.label("note end", x / 10, axis.y(last.p95Ms()) / Plot.HEIGHT * 100, "p95");
            }
        } else {
            drawing.label("note end now", x / 10, y / Plot.HEIGHT * 100, Numbers.duration(last.p50Ms()));
        }
    }

    private static String sentence(String subject, List<Point> points, Reference reference) {
        List<Point> known =
                points.stream().filter(point -> point.p50Ms() != null).toList();
        if (known.isEmpty()) {
            return subject + ": no samples in this range";
        }
        String text =
                subject + ": p50 from " + Numbers.duration(known.getFirst().p50Ms()) + " to "
                        + Numbers.duration(known.getLast().p50Ms());
        return reference.limitMs() == null ? text : text + ", limit " + Numbers.duration(reference.limitMs());
    }

    private static double orZero(Double value) {
        return value == null ? 0 : value;
    }
}
