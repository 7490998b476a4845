package dev.andon.analyzer.percentile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.analysis.Durations;
import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.threshold.ThresholdChange;
import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.OutputOption;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code percentiles}: what the spans themselves say, beside what analyses use. */
@Command(
        name = "percentiles",
        description = {
            "Prints p50, p95 and p99 of one dimension, exactly from its spans and as analyses read them from the rollups.",
            "It reads every span of the dimension in the window and gives up after andon.percentiles.timeout."
        })
public final class PercentilesCommand implements Runnable {
    private final Percentiles percentiles;
    private final ObjectMapper json;

    @Parameters(index = "0", paramLabel = "TYPE", description = "Dimension type, for example phase.")
    String type;

    @Parameters(index = "1", paramLabel = "KEY", description = "Dimension key, for example EXEC.")
    String key;

    @Option(names = "--window-days", paramLabel = "N", defaultValue = "7", description = "Look at the last N days.")
    int windowDays;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    PercentilesCommand(Percentiles percentiles, ObjectMapper json) {
        this.percentiles = percentiles;
        this.json = json;
    }

    @Override
    public void run() {
        ThresholdChange.dimensionFault(type, key).ifPresent(this::refuse);
        if (windowDays < 1 || windowDays > 400) {
            refuse("--window-days must be between 1 and 400.");
        }
        PercentileComparison comparison = percentiles
                .compare(new Dimension(type, key), windowDays)
                .orElseThrow(() -> new CommandFailure("No sample of " + type + " " + key + " in the last " + windowDays
                        + " days; \"analyze --dry-run --verbose\" lists what there is."));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(asJson(comparison));
        } else {
            print(comparison, out);
        }
    }

    private void refuse(String fault) {
        throw new ParameterException(spec.commandLine(), fault);
    }

    private String asJson(PercentileComparison comparison) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(comparison);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void print(PercentileComparison comparison, PrintWriter out) {
        out.printf("%s %s%n", comparison.dimensionType(), comparison.dimensionKey());
        out.printf("%s to %s, folded as of %s%n%n", comparison.from(), comparison.to(), comparison.asOf());
        out.printf("%-8s %12s %12s %12s%n", "", "spans", "rollups", "difference");
        for (Percentile row : comparison.percentiles()) {
            out.printf(
                    "%-8s %12s %12s %12s%n",
                    "p" + row.percentile(),
                    duration(row.exactMs()),
                    duration(row.rollupMs()),
                    row.relativeDifference() == null ? "–" : "%.3f %%".formatted(100 * row.relativeDifference()));
        }
        out.printf("%-8s %12d %12d%n%n", "samples", comparison.samplesExact(), comparison.samplesRollup());
        out.printf(
                "%s the stated error of %.2f %%.%n",
                comparison.agree() ? "Both agree within" : "They do not agree within", 100 * comparison.errorBound());
        comparison.notes().forEach(out::println);
    }

    private static String duration(Double milliseconds) {
        return milliseconds == null ? "–" : Durations.text(milliseconds);
    }
}
