package dev.andon.monitor.chart;

import dev.andon.monitor.format.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts over time as bars, failures in red from the same zero line; the bucket that still fills is paler. */
public final class CountChart {
    private CountChart() {}

    /** One bucket of time. */
    public record Bar(Instant at, long count, long failed) {}

    /** Draws the bars; {@code noun} is what is counted, in the plural. */
    public static Plot of(String noun, List<Bar> bars, TimeAxis time, Duration step) {
        long max = bars.stream().mapToLong(Bar::count).max().orElse(0);
        Axis axis = Axis.ofCount(max);
        Path all = new Path();
        Path filling = new Path();
        Path failed = new Path();
        for (Bar bar : bars) {
            double left = time.x(bar.at());
            double width = Math.max(1.5, (time.x(bar.at().plus(step)) - left) * 0.78);
            boolean current = bar.at().plus(step).isAfter(time.to());
            if (bar.count() > 0) {
                box(current ? filling : all, axis, left, width, bar.count());
            }
            if (bar.failed() > 0) {
                box(failed, axis, left, width, bar.failed());
            }
        }
        long total = bars.stream().mapToLong(Bar::count).sum();
        long failures = bars.stream().mapToLong(Bar::failed).sum();
        return new Drawing()
                .values(axis)
                .times(time)
                .shape("now-bar half", all)
                .shape("now-bar pale", filling)
                .shape("bad-bar", failed)
                .plot(
                        noun + " over time, " + Numbers.count(total) + " in all, of which " + Numbers.count(failures)
                                + " failed",
                        TrendChart.HEIGHT,
                        "2.5rem",
                        ".25rem");
    }

    private static void box(Path path, Axis axis, double left, double width, long count) {
        double top = Math.min(axis.y(count), Plot.HEIGHT - 2);
        path.box(left, top, width, Plot.HEIGHT - top);
    }
}
