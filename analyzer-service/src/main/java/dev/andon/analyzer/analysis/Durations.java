package dev.andon.analyzer.analysis;

import java.util.Locale;

/** Milliseconds as people read them. */
public final class Durations {
    private static final double SECOND = 1000;
    private static final double MINUTE = 60 * SECOND;
    private static final double HOUR = 60 * MINUTE;

    private Durations() {}

    /** Three digits or so with a unit, for example {@code 45.2 s}; a dash where the number is not known. */
    public static String text(double milliseconds) {
        if (!Double.isFinite(milliseconds)) {
            return "–";
        }
        if (milliseconds < SECOND) {
            return number(milliseconds) + " ms";
        }
        if (milliseconds < 2 * MINUTE) {
            return number(milliseconds / SECOND) + " s";
        }
        return milliseconds < 2 * HOUR ? number(milliseconds / MINUTE) + " min" : number(milliseconds / HOUR) + " h";
    }

    private static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
