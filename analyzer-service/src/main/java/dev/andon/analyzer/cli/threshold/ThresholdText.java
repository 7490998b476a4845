package dev.andon.analyzer.cli.threshold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.analysis.Durations;
import dev.andon.analyzer.cli.TextTable;
import dev.andon.analyzer.threshold.Threshold;
import dev.andon.analyzer.threshold.ThresholdSuggestion;
import dev.andon.common.cli.OutputOption;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Prints thresholds and suggestions, for people or as JSON. */
@Singleton
final class ThresholdText {
    private final ObjectMapper json;

    ThresholdText(ObjectMapper json) {
        this.json = json;
    }

    void printThresholds(List<Threshold> thresholds, OutputOption output, CommandSpec spec) {
        TextTable table = new TextTable(List.of("Type", "Key", "Baseline", "Multiplier", "Limit", "Active", "Set by"));
        for (Threshold threshold : thresholds) {
            table.row(List.of(
                    threshold.dimensionType(),
                    threshold.dimensionKey(),
                    Durations.text(threshold.baselineP50Ms()),
                    String.format(Locale.ROOT, "%.2f", threshold.multiplier()),
                    Durations.text(threshold.thresholdMs()),
                    threshold.isActive() ? "yes" : "no",
                    threshold.updatedBy()));
        }
        print(thresholds, table, "No thresholds.", output, spec);
    }

    void printSuggestions(List<ThresholdSuggestion> suggestions, OutputOption output, CommandSpec spec) {
        TextTable table =
                new TextTable(List.of("Type", "Key", "Baseline", "Actual p50", "95% from", "to", "Samples", "Off by"));
        for (ThresholdSuggestion suggestion : suggestions) {
            table.row(List.of(
                    suggestion.dimensionType(),
                    suggestion.dimensionKey(),
                    Durations.text(suggestion.baselineP50Ms()),
                    Durations.text(suggestion.actualP50Ms()),
                    Durations.text(suggestion.p50LowMs()),
                    Durations.text(suggestion.p50HighMs()),
                    Long.toString(suggestion.samples()),
                    String.format(Locale.ROOT, "%.0f%%", suggestion.variancePct())));
        }
        print(
                suggestions,
                table,
                "Every baseline is within 20% of its actual p50, or has too few samples.",
                output,
                spec);
    }

    private void print(List<?> rows, TextTable table, String none, OutputOption output, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            try {
                out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        } else if (rows.isEmpty()) {
            out.println(none);
        } else {
            table.print(out);
        }
    }
}
