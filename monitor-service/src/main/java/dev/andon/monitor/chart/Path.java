package dev.andon.monitor.chart;

import java.util.Locale;

/** Builds the data of an SVG path with coordinates of one decimal. A coordinate that is not a number lifts the pen: gaps stay gaps. */
public final class Path {
    private final StringBuilder data = new StringBuilder();
    private boolean down;

    /** Moves to a point without drawing. */
    public Path move(double x, double y) {
        return step('M', x, y);
    }

    /** Draws to a point, or moves there after a gap. */
    public Path line(double x, double y) {
        if (Double.isNaN(x) || Double.isNaN(y)) {
            down = false;
            return this;
        }
        return step(down ? 'L' : 'M', x, y);
    }

    /** A filled box. */
    public Path box(double x, double y, double width, double height) {
        data.append('M').append(number(x)).append(' ').append(number(y));
        data.append('h').append(number(width)).append('v').append(number(height));
        data.append('h').append(number(-width)).append('z');
        down = false;
        return this;
    }

    /** Closes the shape drawn since the last move. */
    public Path close() {
        data.append('z');
        down = false;
        return this;
    }

    /** Nothing was drawn. */
    public boolean isEmpty() {
        return data.isEmpty();
    }

    @Override
    public String toString() {
        return data.toString();
    }

    private Path step(char command, double x, double y) {
        data.append(command).append(number(x)).append(' ').append(number(y));
        down = true;
        return this;
    }

    /** At most one decimal, none where it is zero. */
    static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
