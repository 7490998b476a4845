package dev.andon.analyzer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.analyzer.analysis.Durations;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** An analysis for people: title, figures, the bottlenecks as a table, notes. */
final class AnalysisText {
    private static final String RULE = "═".repeat(60);
    private static final int NOTES = 3;
    private static final List<String> COLUMNS = List.of(
            "#",
            "Dimension",
            "State",
            "Ratio",
            "p50",
            "p95",
            "Limit",
            "Samples",
            "Confidence",
            "Share",
            "Impact",
            "Since");

    private AnalysisText() {}

    static void print(AnalysisReport report, boolean verbose, PrintWriter out) {
        JsonNode output = report.output();
        out.println(RULE);
        out.println(" WORKFLOW BOTTLENECK ANALYSIS" + (report.dryRun() ? " (DRY RUN)" : ""));
        out.println(RULE);
        out.println("Run ID: " + report.runId());
        out.println("Traces scanned: " + output.path("traces_scanned").asLong());
        out.println(
                "Dimensions evaluated: " + output.path("dimensions_evaluated").asLong());
        if (!output.isMissingNode()) {
            out.println("Window: " + output.at("/window/from").asText() + " to "
                    + output.at("/window/to").asText() + " ("
                    + output.at("/window/days").asInt() + " days)");
            out.println("As of: "
                    + output.path("as_of").asText("nothing folded yet").replace("null", "nothing folded yet"));
        }
        out.println();
        if (report.failed()) {
            out.println("FAILED (" + report.reasonCode() + "): " + report.errorDetail());
            return;
        }
        printDimensions(output, verbose, out);
        printNotes(output.path("notes"), verbose, out);
        if (report.dryRun()) {
            out.println("Dry run: nothing was written.");
        }
    }

    private static void printDimensions(JsonNode output, boolean verbose, PrintWriter out) {
        JsonNode bottlenecks = output.path("bottlenecks");
        out.println(
                bottlenecks.isEmpty()
                        ? "No bottlenecks: no dimension is above its limit."
                        : "Bottlenecks: " + bottlenecks.size() + ", worst first");
        JsonNode rows = verbose ? output.path("dimensions") : bottlenecks;
        if (!rows.isEmpty()) {
            TextTable table = new TextTable(COLUMNS);
            int number = 1;
            for (JsonNode row : rows) {
                table.row(cells(number++, row));
            }
            table.print(out);
        }
        for (JsonNode row : bottlenecks) {
            row.path("growth").forEach(grown -> out.println(growth(row, grown)));
        }
        out.println();
    }

    private static List<String> cells(int number, JsonNode row) {
        return List.of(
                Integer.toString(number),
                row.path("dimension_type").asText() + " "
                        + row.path("dimension_key").asText(),
                row.path("state").asText(),
                row.path("ratio").isNull()
                        ? "–"
                        : String.format(Locale.ROOT, "%.2fx", row.path("ratio").asDouble()),
                Durations.text(number(row, "p50_ms")),
                Durations.text(number(row, "p95_ms")),
                Durations.text(number(row, "threshold_ms")),
                row.path("samples").asText(),
                percent(number(row, "confidence"), 1),
                percent(number(row, "share"), 0),
                Durations.text(number(row, "impact_ms")),
                row.path("since").isNull() ? "–" : row.path("since").asText());
    }

    private static String growth(JsonNode row, JsonNode grown) {
        return "  %s %s: %s %s grew from %s to %s a trace (%s of the growth)"
                .formatted(
                        row.path("dimension_type").asText(),
                        row.path("dimension_key").asText(),
                        grown.path("dimension_type").asText(),
                        grown.path("dimension_key").asText(),
                        Durations.text(number(grown, "before_ms")),
                        Durations.text(number(grown, "after_ms")),
                        percent(number(grown, "share"), 0));
    }

    private static void printNotes(JsonNode notes, boolean verbose, PrintWriter out) {
        int shown = verbose ? notes.size() : Math.min(NOTES, notes.size());
        for (int i = 0; i < shown; i++) {
            out.println("Note: " + notes.get(i).asText());
        }
        if (shown < notes.size()) {
            out.println("Note: " + (notes.size() - shown) + " more (--verbose lists them).");
        }
    }

    private static double number(JsonNode row, String name) {
        return row.path(name).isNumber() ? row.path(name).asDouble() : Double.NaN;
    }

    private static String percent(double part, int decimals) {
        return Double.isNaN(part) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f%%", part * 100);
    }
}
