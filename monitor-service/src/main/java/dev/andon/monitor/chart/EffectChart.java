package dev.andon.monitor.chart;

import dev.andon.monitor.format.Numbers;

/** Effect of a change: the median before and after, each a dot with its 95 % interval, on one axis from zero. */
public final class EffectChart {
    private EffectChart() {}

    /** One median; the interval may be null. */
    public record Measure(double p50Ms, Double lowMs, Double highMs, long samples) {}

    /** Draws both rows; {@code limitMs} may be null. */
    public static Plot of(Measure before, Measure after, Double limitMs) {
        double most = Math.max(top(before), Math.max(top(after), limitMs == null ? 0 : limitMs));
        Axis axis = Axis.ofDuration(most);
        Path grid = new Path();
        for (Axis.Tick tick : axis.ticks()) {
            grid.move(axis.x(tick.value()), 0).line(axis.x(tick.value()), Plot.HEIGHT);
        }
        Drawing drawing = new Drawing().shape("grid", grid).below(axis);
        if (limitMs != null) {
            double x = axis.x(limitMs);
            drawing.shape("limit-line", new Path().move(x, 0).line(x, Plot.HEIGHT))
                    .label("note limit", x / 10, 0, "limit");
        }
        row(drawing, axis, before, 60, "then", "before");
        row(drawing, axis, after, 140, after.p50Ms() <= before.p50Ms() ? "good" : "bad", "after");
        String sentence =
                "p50 before " + Numbers.duration(before.p50Ms()) + ", after " + Numbers.duration(after.p50Ms());
        return drawing.plot(sentence, "6rem", "3rem", ".5rem");
    }

    private static void row(Drawing drawing, Axis axis, Measure measure, double y, String tone, String word) {
        if (measure.lowMs() != null && measure.highMs() != null) {
            double low = axis.x(measure.lowMs());
            double high = axis.x(measure.highMs());
            Path whisker = new Path().move(low, y).line(high, y);
            whisker.move(low, y - 8).line(low, y + 8).move(high, y - 8).line(high, y + 8);
            drawing.shape("whisker " + tone, whisker);
        }
        double x = axis.x(measure.p50Ms());
        drawing.shape("dot " + tone, new Path().move(x, y).line(x + 0.1, y));
        drawing.label("y", 0, y / 2, word);
        boolean right = x > Plot.WIDTH * 0.55;
        String text = Numbers.duration(measure.p50Ms()) + ", n " + Numbers.count(measure.samples());
        drawing.label(right ? "note left" : "note", x / 10 + (right ? -2 : 2), y / 2 - 6, text);
    }

    private static double top(Measure measure) {
        return measure.highMs() == null ? measure.p50Ms() : Math.max(measure.highMs(), measure.p50Ms());
    }
}
