package dev.andon.monitor.chart;

import dev.andon.monitor.format.Numbers;
import java.util.List;

/** How samples are spread now, as bars, over how they were before, as an outline; on a logarithmic axis of milliseconds. */
public final class DistributionChart {
    private DistributionChart() {}

    /** Samples between two durations. */
    public record Bucket(double lowMs, double highMs, long count) {}

    /** Lines that cut the chart; each may be null. */
    public record Marks(Double usualMs, Double p50Ms, Double p95Ms, Double limitMs) {}

    /** Draws both spreads as shares of their own totals, in {@code bars} equal steps of the axis. */
    public static Plot of(String subject, List<Bucket> now, List<Bucket> before, Marks marks, int bars) {
        double low = extreme(now, before, true);
        double high = extreme(now, before, false);
        Axis axis = Axis.ofLogDuration(low, Math.max(high, low * 2));
        double[] nowShares = shares(now, axis, bars);
        double[] beforeShares = shares(before, axis, bars);
        Axis share = Axis.ofShare(Math.max(max(nowShares), max(beforeShares)));
        Drawing drawing = new Drawing().values(share).below(axis);
        drawing.shape("then-step", steps(beforeShares, share));
        drawing.shape("now-bar half", boxes(nowShares, share));
        mark(drawing, axis, marks.limitMs(), "limit-line", "note limit", "limit", 18);
        mark(drawing, axis, marks.usualMs(), "mark-line dotted", "note", "usual", 0);
        mark(drawing, axis, marks.p50Ms(), "mark-line", "note", "p50", 9);
        mark(drawing, axis, marks.p95Ms(), "mark-line", "note", "p95", 27);
        String sentence = subject + " on a logarithmic axis: now around " + Numbers.duration(marks.p50Ms())
                + (marks.usualMs() == null ? "" : ", usually around " + Numbers.duration(marks.usualMs()));
        return drawing.plot(sentence, TrendChart.HEIGHT, "2.75rem", ".5rem");
    }

    private static void mark(
            Drawing drawing, Axis axis, Double value, String line, String note, String word, double top) {
        if (value == null || value < axis.low() || value > axis.high()) {
            return;
        }
        double x = axis.x(value);
        drawing.shape(line, new Path().move(x, top / 100 * Plot.HEIGHT).line(x, Plot.HEIGHT));
        drawing.label(x > Plot.WIDTH * 0.7 ? note + " left" : note, x / 10, top, word + " " + Numbers.duration(value));
    }

    private static double[] shares(List<Bucket> buckets, Axis axis, int bars) {
        double[] shares = new double[bars];
        long total = buckets.stream().mapToLong(Bucket::count).sum();
        for (Bucket bucket : buckets) {
            double from = axis.share(bucket.lowMs()) * bars;
            double to = Math.max(axis.share(bucket.highMs()) * bars, from + 1e-9);
            for (int i = (int) from; i < Math.min(bars, Math.ceil(to)); i++) {
                double part = (Math.min(to, i + 1.0) - Math.max(from, i)) / (to - from);
                shares[i] += part * bucket.count() / Math.max(1, total);
            }
            if (from >= bars) {
                shares[bars - 1] += (double) bucket.count() / Math.max(1, total);
            }
        }
        return shares;
    }

    private static Path boxes(double[] shares, Axis axis) {
        Path path = new Path();
        double width = Plot.WIDTH / shares.length;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0.0005) {
                double y = axis.y(shares[i]);
                path.box(i * width + 1, y, width - 2, Plot.HEIGHT - y);
            }
        }
        return path;
    }

    private static Path steps(double[] shares, Axis axis) {
        Path path = new Path();
        if (max(shares) == 0) {
            return path;
        }
        double width = Plot.WIDTH / shares.length;
        path.move(0, Plot.HEIGHT);
        for (int i = 0; i < shares.length; i++) {
            path.line(i * width, axis.y(shares[i])).line((i + 1) * width, axis.y(shares[i]));
        }
        return path.line(Plot.WIDTH, Plot.HEIGHT).close();
    }

    private static double extreme(List<Bucket> now, List<Bucket> before, boolean low) {
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (List<Bucket> buckets : List.of(now, before)) {
            for (Bucket bucket : buckets) {
                lowest = bucket.count() > 0 ? Math.min(lowest, bucket.lowMs()) : lowest;
                highest = bucket.count() > 0 ? Math.max(highest, bucket.highMs()) : highest;
            }
        }
        return low ? Math.max(0.1, lowest == Double.MAX_VALUE ? 1 : lowest) : Math.max(highest, 1);
    }

    private static double max(double[] values) {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
