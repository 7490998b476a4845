package dev.andon.local.bench;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One run of benchmarks: how big, where progress goes, and the figures by key in the order measured. */
public final class BenchRun {
    /**
     * One figure.
     *
     * @param unit for people: {@code ×}, {@code spans/s}, {@code ms}
     * @param goal what it should reach, as text; empty where there is none
     */
    public record Figure(double value, String unit, String goal) {}

    private final boolean quick;
    private final PrintWriter progress;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    public BenchRun(boolean quick, PrintWriter progress) {
        this.quick = quick;
        this.progress = progress;
    }

    /** A tenth of the work or less, for a look and for CI. */
    public boolean quick() {
        return quick;
    }

    /** One line on what goes on, to the error stream. */
    public void progress(String format, Object... values) {
        progress.println("  " + format.formatted(values));
        progress.flush();
    }

    /** Records a figure, for example {@code figure("ingest.ratio_to_copy", 0.72, "×", "≥ 0.7")}. */
    public void figure(String key, double value, String unit, String goal) {
        figures.put(key, new Figure(value, unit, goal));
    }

    public Map<String, Figure> figures() {
        return figures;
    }

    /** A JSON object of key and number. */
    public String json() {
        StringBuilder json = new StringBuilder("{");
        figures.forEach((key, figure) -> json.append(json.length() == 1 ? "\n" : ",\n")
                .append("  \"")
                .append(key)
                .append("\": ")
                .append(number(figure.value())));
        return json.append("\n}").toString();
    }

    /** A table for people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        figures.forEach((key, figure) -> table.append("%-44s %14s %-9s %s%n"
                .formatted(
                        key,
                        number(figure.value()),
                        figure.unit(),
                        figure.goal().isEmpty() ? "" : "goal " + figure.goal())));
        return table.toString();
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%.2f", value);
    }
}
