package dev.andon.monitor.chart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects the shapes and words of one chart in the order they are painted; for charts here and in features. */
public final class Drawing {
    /** Of the width of a plot of 360 pixels, about the narrowest on a desk. */
    private static final double PERCENT_A_LETTER = 1.7;

    private final List<Plot.Shape> shapes = new ArrayList<>();
    private final List<Plot.Label> labels = new ArrayList<>();

    public Drawing shape(String css, Path path) {
        return shape(css, path, null, null);
    }

    public Drawing shape(String css, Path path, String href, String title) {
        if (!path.isEmpty()) {
            shapes.add(new Plot.Shape(css, path.toString(), href, title));
        }
        return this;
    }

    public Drawing label(String css, double left, double top, String text) {
        labels.add(new Plot.Label(css, left, top, text));
        return this;
    }

    /** Grid lines and words of the value axis. */
    public Drawing values(Axis axis) {
        Path grid = new Path();
        for (Axis.Tick tick : axis.ticks()) {
            double y = axis.y(tick.value());
            grid.move(0, y).line(Plot.WIDTH, y);
            label("y", 0, y / Plot.HEIGHT * 100, tick.text());
        }
        return shape("grid", grid);
    }

    /** Words of the time axis. */
    public Drawing times(TimeAxis axis) {
        return words(axis.marks());
    }

    /** Words below, on a value axis that lies. */
    public Drawing below(Axis axis) {
        return words(axis.ticks().stream()
                .map(tick -> new TimeAxis.Mark(axis.share(tick.value()) * 100, tick.text()))
                .toList());
    }

    /**
     * Every second one may hide on a phone. A word at the edge stands inside of it, so it is left out where it would touch its
     * neighbour.
     */
    private Drawing words(List<TimeAxis.Mark> marks) {
        for (int i = 0; i < marks.size(); i++) {
            TimeAxis.Mark mark = marks.get(i);
            boolean first = mark.left() < 3;
            boolean last = mark.left() > 97;
            int beside = first ? i + 1 : i - 1;
            boolean alone = !first && !last || beside < 0 || beside >= marks.size();
            double room = alone ? 100 : Math.abs(marks.get(beside).left() - mark.left());
            if (room >= mark.text().length() * PERCENT_A_LETTER * 1.5) {
                String css = "x" + (first ? " first" : last ? " last" : "") + (i % 2 == 1 ? " no-phone" : "");
                label(css, mark.left(), 0, mark.text());
            }
        }
        return this;
    }

    /** A dotted line at a time, with a numbered note that is explained below the chart. */
    public Drawing change(TimeAxis axis, Instant at, String note) {
        double x = axis.x(at);
        shape("mark-line dotted", new Path().move(x, 0).line(x, Plot.HEIGHT));
        boolean right = x > Plot.WIDTH * 0.6;
        return label(right ? "note left" : "note", x / Plot.WIDTH * 100, 0, note);
    }

    public Plot plot(String label, String height, String left, String right) {
        return new Plot(label, height, left, right, shapes, labels);
    }
}
