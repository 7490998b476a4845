package dev.andon.monitor.chart;

import dev.andon.monitor.format.Numbers;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A scale of values from {@code low} to {@code high} with three to five ticks on round numbers. Linear scales start at zero; a
 * logarithmic one lies between round values on both sides.
 */
@TemplateData
public record Axis(double low, double high, boolean logarithmic, List<Tick> ticks) {
    private static final double[] ROUND_MS = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3,
        900e3, 1_800e3, 3_600e3, 7_200e3, 10_800e3, 21_600e3, 43_200e3, 86_400e3, 172_800e3, 432_000e3, 864_000e3
    };
    private static final double[] ROUND_LOG_MS = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 20e3, 45e3, 120e3, 300e3, 600e3,
        1_200e3, 3_600e3, 7_200e3, 18_000e3, 43_200e3, 86_400e3, 259_200e3, 864_000e3
    };

    /** A value that is worth a line and a word. */
    @TemplateData
    public record Tick(double value, String text) {}

    public Axis {
        ticks = List.copyOf(ticks);
    }

    /** Milliseconds from zero to a little over {@code maxMs}. */
    public static Axis ofDuration(double maxMs) {
        return ofDuration(maxMs, 4.6);
    }

    /** The same with up to {@code most} ticks above zero, for wide charts. */
    public static Axis ofDuration(double maxMs, double most) {
        double max = Math.max(maxMs, 0.1) * 1.04;
        double step = ROUND_MS[ROUND_MS.length - 1];
        for (double candidate : ROUND_MS) {
            if (max / candidate <= most) {
                step = candidate;
                break;
            }
        }
        return linear(max, step, Axis::shortDuration);
    }

    /** Whole numbers from zero to a little over {@code max}. */
    public static Axis ofCount(double max) {
        double top = Math.max(max, 1) * 1.04;
        double step = 1;
        double[] factors = {2, 2.5, 2};
        for (int i = 0; top / step > 4.6; i++) {
            step *= factors[i % 3];
        }
        return linear(top, Math.ceil(step), value -> Numbers.count((long) value));
    }

    /** Shares of one from zero to a little over {@code max}. */
    public static Axis ofShare(double max) {
        double top = Math.max(max, 0.001) * 1.04;
        double step = 0.001;
        double[] factors = {2, 2.5, 2};
        for (int i = 0; top / step > 4.6; i++) {
            step *= factors[i % 3];
        }
        return linear(top, step, Numbers::percent);
    }

    private static Axis linear(double max, double step, DoubleFunction<String> words) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max; i++) {
            ticks.add(new Tick(i * step, i == 0 ? "0" : words.apply(i * step)));
        }
        return new Axis(0, max, false, ticks);
    }

    /** Milliseconds on a logarithmic scale around {@code lowMs} to {@code highMs}. */
    public static Axis ofLogDuration(double lowMs, double highMs) {
        double low = ROUND_LOG_MS[0];
        double high = ROUND_LOG_MS[ROUND_LOG_MS.length - 1];
        for (double round : ROUND_LOG_MS) {
            if (round <= lowMs) {
                low = round;
            }
            if (round >= highMs && round < high && round > low) {
                high = round;
            }
        }
        List<Tick> ticks = new ArrayList<>();
        for (double round : ROUND_LOG_MS) {
            if (round >= low && round <= high) {
                ticks.add(new Tick(round, shortDuration(round)));
            }
        }
        return new Axis(low, high, true, thinned(ticks));
    }

    private static List<Tick> thinned(List<Tick> ticks) {
        int keepEvery = (ticks.size() + 7) / 8;
        List<Tick> kept = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i += keepEvery) {
            kept.add(ticks.get(i));
        }
        return kept;
    }

    /** Where a value lies, from 0 at the low end to 1 at the high end; values outside are moved to the nearer end. */
    public double share(double value) {
        double share = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, share));
    }

    /** The y coordinate of a value in a plot, which grows downwards. */
    public double y(double value) {
        return Plot.HEIGHT * (1 - share(value));
    }

    /** The x coordinate of a value in a plot. */
    public double x(double value) {
        return Plot.WIDTH * share(value);
    }

    /** As ticks say it: 15 s, 1.5 s. */
    static String shortDuration(double ms) {
        String text = ms < 1 ? ms + "\u00a0ms" : Numbers.duration(ms);
        return text.replaceFirst("\\.0+(?=\u00a0)", "").replaceFirst("(\\.\\d)0(?=\u00a0)", "$1");
    }
}
