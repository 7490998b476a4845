package dev.andon.monitor.chart;

import io.quarkus.qute.TemplateData;
import java.util.List;

/**
 * A line without words, as tall as a table row: its own lowest and highest value fill it. A limit is drawn where it fits.
 *
 * @param path empty where there are fewer than two values
 * @param dot the last value; empty where there is none
 * @param limit empty where there is none or it lies far above
 */
@TemplateData
public record Spark(int width, String path, String dot, String limit) {
    private static final double TOP = 3;
    private static final double BOTTOM = 25;

    /** Draws values in order; null is a gap. */
    public static Spark of(List<Double> values, Double limit, int width) {
        double max =
                values.stream().filter(v -> v != null).mapToDouble(v -> v).max().orElse(0);
        double min =
                values.stream().filter(v -> v != null).mapToDouble(v -> v).min().orElse(0);
        boolean limitFits = limit != null && limit <= max * 1.6 && limit > 0;
        double high = limitFits ? Math.max(max, limit) : max;
        double low = limitFits ? Math.min(min * 0.9, limit) : min * 0.9;
        Path path = new Path();
        Path dot = new Path();
        for (int i = 0; i < values.size(); i++) {
            Double value = values.get(i);
            if (value == null) {
                path.line(Double.NaN, Double.NaN);
                continue;
            }
            double x = 3 + (width - 8.0) * i / Math.max(1, values.size() - 1);
            double y = y(value, low, high);
            path.line(x, y);
            if (i == values.size() - 1) {
                dot.move(x, y).line(x + 0.1, y);
            }
        }
        String limitPath = limitFits ? "M0 " + Path.number(y(limit, low, high)) + "h" + width : "";
        return new Spark(width, path.toString(), dot.toString(), limitPath);
    }

    private static double y(double value, double low, double high) {
        return high <= low ? (TOP + BOTTOM) / 2 : BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low);
    }
}
