package dev.andon.monitor.chart;

import io.quarkus.qute.TemplateData;

/**
 * A value against its baseline and its limit, as shares of one track in percent. The three always fit; what is not known is null.
 *
 * @param tone good, near or over
 */
@TemplateData
public record Bullet(double value, Double baseline, Double limit, String tone) {

    /** Lays the three on one track: the limit, or the value where it is beyond, sits near the right end. */
    public static Bullet of(double value, Double baseline, Double limit, String state) {
        double most = Math.max(value * 1.05, Math.max(orZero(limit) * 1.25, orZero(baseline) * 1.5));
        String tone = switch (state) {
            case "above" -> "over";
            case "watched" -> "near";
            case "within" -> "good";
            default -> "";
        };
        return new Bullet(percent(value, most), share(baseline, most), share(limit, most), tone);
    }

    private static Double share(Double value, double most) {
        return value == null ? null : percent(value, most);
    }

    private static double percent(double value, double most) {
        return most <= 0 ? 0 : Math.round(value / most * 1000) / 10.0;
    }

    private static double orZero(Double value) {
        return value == null ? 0 : value;
    }
}
