package dev.andon.monitor.chart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects the shapes and words of one chart in the order they are painted; used by the charts of this package. */
final class Drawing {
    private final List<Plot.Shape> shapes = new ArrayList<>();
    private final List<Plot.Label> labels = new ArrayList<>();

    Drawing shape(String css, Path path) {
        return shape(css, path, null, null);
    }

    Drawing shape(String css, Path path, String href, String title) {
        if (!path.isEmpty()) {
            shapes.add(new Plot.Shape(css, path.toString(), href, title));
        }
        return this;
    }

    Drawing label(String css, double left, double top, String text) {
        labels.add(new Plot.Label(css, left, top, text));
        return this;
    }

    /** Grid lines and words of the value axis. */
    Drawing values(Axis axis) {
        Path grid = new Path();
        for (Axis.Tick tick : axis.ticks()) {
            double y = axis.y(tick.value());
            grid.move(0, y).line(Plot.WIDTH, y);
            label("y", 0, y / Plot.HEIGHT * 100, tick.text());
        }
        return shape("grid", grid);
    }

    /** Words of the time axis; every second one may hide on a phone. */
    Drawing times(TimeAxis axis) {
        List<TimeAxis.Mark> marks = axis.marks();
        for (int i = 0; i < marks.size(); i++) {
            TimeAxis.Mark mark = marks.get(i);
            String edge = mark.left() < 3 ? " first" : mark.left() > 97 ? " last" : "";
            label("x" + edge + (i % 2 == 1 ? " no-phone" : ""), mark.left(), 0, mark.text());
        }
        return this;
    }

    /** Words below, on a value axis that lies. */
    Drawing below(Axis axis) {
        List<Axis.Tick> ticks = axis.ticks();
        for (int i = 0; i < ticks.size(); i++) {
            double left = axis.share(ticks.get(i).value()) * 100;
            String edge = left < 3 ? " first" : left > 97 ? " last" : "";
            label(
                    "x" + edge + (i % 2 == 1 ? " no-phone" : ""),
                    left,
                    0,
                    ticks.get(i).text());
        }
        return this;
    }

    /** A dotted line at a time, with a numbered note that is explained below the chart. */
    Drawing change(TimeAxis axis, Instant at, String note) {
        double x = axis.x(at);
        shape("mark-line dotted", new Path().move(x, 0).line(x, Plot.HEIGHT));
        boolean right = x > Plot.WIDTH * 0.6;
        return label(right ? "note left" : "note", x / Plot.WIDTH * 100, 0, note);
    }

    Plot plot(String label, String height, String left, String right) {
        return new Plot(label, height, left, right, shapes, labels);
    }
}
