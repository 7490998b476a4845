package dev.andon.monitor.format;

import java.util.Locale;

/**
 * Figures as people read them: three significant digits, a no-break space before the unit and in thousands, a real minus sign, an
 * en dash where nothing is known. Durations are in milliseconds.
 */
public final class Numbers {
    /** Stands where a figure is not known; never a zero. */
    public static final String MISSING = "–";

    private static final String SPACE = "\u00a0";
    private static final String MINUS = "−";
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Numbers() {}

    /** 4.2 ms, 310 ms, 1.24 s, 41.6 s, 2 min 10 s, 11 h 6 min, 4 d 3 h. */
    public static String duration(Double ms) {
        if (ms == null || !Double.isFinite(ms)) {
            return MISSING;
        }
        return ms < 0 ? MINUS + positive(-ms) : positive(ms);
    }

    private static String positive(double ms) {
        if (ms == 0) {
            return unit("0", "s");
        } else if (ms < 0.1) {
            return "<" + SPACE + unit("0.1", "ms");
        } else if (ms < 9.95) {
            return unit(decimals(ms, 1), "ms");
        } else if (ms < 999.5) {
            return unit(decimals(ms, 0), "ms");
        } else if (ms < 9_995) {
            return unit(decimals(ms / SECOND, 2), "s");
        } else if (ms < 59_950) {
            return unit(decimals(ms / SECOND, 1), "s");
        } else if (ms < HOUR - SECOND / 2.0) {
            return two(Math.round(ms / SECOND), 60, "min", "s");
        } else if (ms < DAY - MINUTE / 2.0) {
            return two(Math.round(ms / MINUTE), 60, "h", "min");
        }
        return two(Math.round(ms / HOUR), 24, "d", "h");
    }

    private static String two(long smaller, long perLarger, String largerUnit, String smallerUnit) {
        String larger = unit(count(smaller / perLarger), largerUnit);
        return smaller % perLarger == 0
                ? larger
                : larger + SPACE + unit(Long.toString(smaller % perLarger), smallerUnit);
    }

    /** With its sign: +31 s, −310 ms, ±0. */
    public static String durationChange(Double ms) {
        if (ms == null || !Double.isFinite(ms)) {
            return MISSING;
        }
        return Math.abs(ms) < 0.05 ? "±0" : (ms > 0 ? "+" : "") + duration(ms);
    }

    /** 39.8 – 43.1 s: the unit is said once where both ends have the same one. */
    public static String durationRange(Double low, Double high) {
        if (low == null || high == null) {
            return MISSING;
        }
        String from = duration(low);
        String to = duration(high);
        int fromUnit = from.lastIndexOf(SPACE);
        int toUnit = to.lastIndexOf(SPACE);
        boolean sameUnit = from.indexOf(SPACE) == fromUnit
                && to.indexOf(SPACE) == toUnit
                && from.substring(fromUnit + 1).equals(to.substring(toUnit + 1));
        return (sameUnit ? from.substring(0, fromUnit) : from) + SPACE + "–" + SPACE + to;
    }

    /** In full up to 99 999, then 0.12 M, 48.2 M, 3.10 G. */
    public static String count(Long number) {
        if (number == null) {
            return MISSING;
        }
        long size = Math.abs(number);
        String sign = number < 0 ? MINUS : "";
        if (size < 100_000) {
            String digits = Long.toString(size);
            int cut = digits.length() - 3;
            return sign + (cut > 0 ? digits.substring(0, cut) + SPACE + digits.substring(cut) : digits);
        }
        return size < 999_500_000
                ? sign + unit(threeDigits(size / 1e6), "M")
                : sign + unit(threeDigits(size / 1e9), "G");
    }

    /** 8.3 ×, from ten on without a decimal. */
    public static String ratio(Double ratio) {
        return ratio == null || !Double.isFinite(ratio) ? MISSING : unit(decimals(ratio, ratio < 9.95 ? 1 : 0), "×");
    }

    /** A share of one: 2.1 %, 87 %. */
    public static String percent(Double share) {
        if (share == null || !Double.isFinite(share)) {
            return MISSING;
        }
        double percent = Math.abs(share * 100);
        String sign = share < 0 && percent >= 0.05 ? MINUS : "";
        return sign + unit(decimals(percent, percent < 9.95 && percent > 0 ? 1 : 0), "%");
    }

    /** A probability, never rounded up to certainty: 99.9 % is the most. */
    public static String confidence(Double probability) {
        if (probability == null || !Double.isFinite(probability)) {
            return MISSING;
        }
        return unit(decimals(Math.min(99.9, Math.floor(probability * 1000) / 10), 1), "%");
    }

    /** A change as a share: +22 %, −4 %, ±0 %. */
    public static String change(Double share) {
        if (share == null || !Double.isFinite(share)) {
            return MISSING;
        }
        long percent = Math.round(share * 100);
        return unit(percent == 0 ? "±0" : percent > 0 ? "+" + count(percent) : count(percent), "%");
    }

    private static String threeDigits(double number) {
        return decimals(number, number < 9.995 ? 2 : number < 99.95 ? 1 : 0);
    }

    private static String decimals(double number, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", number);
    }

    private static String unit(String number, String unit) {
        return number + SPACE + unit;
    }
}
