package dev.andon.monitor.chart;

import dev.andon.monitor.format.Numbers;
import dev.andon.monitor.format.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Latency of many traces: time to the right, duration upwards on a logarithmic axis, five steps of one hue; failures are outlined. */
public final class HeatMap {
    private HeatMap() {}

    /** Traces that began in one step of time and took from {@code lowMs} up to, not including, {@code highMs}. */
    public record Cell(Instant at, double lowMs, double highMs, long count, long failed) {}

    /** Draws cells of {@code step} width; {@code href} gives the page that lists a cell's traces. */
    public static Plot of(List<Cell> cells, TimeAxis time, Duration step, Function<Cell, String> href) {
        double low = cells.stream().mapToDouble(Cell::lowMs).min().orElse(1);
        double high = cells.stream().mapToDouble(Cell::highMs).max().orElse(1000);
        long most = cells.stream().mapToLong(Cell::count).max().orElse(1);
        Axis axis = Axis.ofLogDuration(Math.max(0.1, low), high);
        Drawing drawing = new Drawing().values(axis).times(time);
        for (Cell cell : cells) {
            double left = time.x(cell.at());
            double width = Math.max(1, time.x(cell.at().plus(step)) - left - 1.5);
            double top = axis.y(cell.highMs());
            double height = Math.max(2, axis.y(cell.lowMs()) - top - 1);
            String css = "h" + shade(cell.count(), most) + (cell.failed() > 0 ? " hx" : "");
            drawing.shape(css, new Path().box(left, top, width, height), href.apply(cell), title(cell));
        }
        long total = cells.stream().mapToLong(Cell::count).sum();
        String sentence = cells.isEmpty()
                ? "No traces in this range"
                : Numbers.count(total) + " traces by start and duration; failed ones are outlined";
        return drawing.plot(sentence, "11rem", "3.25rem", ".5rem");
    }

    private static int shade(long count, long most) {
        return most <= 1 ? 1 : 1 + (int) Math.min(4, Math.floor(Math.log(count) / Math.log(most) * 4.999));
    }

    private static String title(Cell cell) {
        return Numbers.count(cell.count()) + (cell.count() == 1 ? " trace, " : " traces, ")
                + Numbers.durationRange(cell.lowMs(), cell.highMs()) + ", from " + Times.full(cell.at())
                + (cell.failed() > 0 ? ", " + Numbers.count(cell.failed()) + " failed" : "");
    }
}
