package dev.andon.analyzer.cli;

import dev.andon.analyzer.threshold.ThresholdChange;
import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.OutputOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thresholds set}. */
@Command(name = "set", description = "Sets a threshold and puts it in force.")
public final class ThresholdsSetCommand implements Runnable {
    private final Thresholds thresholds;
    private final ThresholdText text;

    @Parameters(index = "0", paramLabel = "TYPE", description = "Dimension type, for example gate.")
    String type;

    @Parameters(index = "1", paramLabel = "KEY", description = "Dimension key, for example GATE_DESIGN_REVIEW.")
    String key;

    @Option(
            names = {"--baseline", "--baseline-ms"},
            required = true,
            paramLabel = "MS",
            description = "The normal median in milliseconds.")
    double baseline;

    @Option(
            names = "--multiplier",
            paramLabel = "N",
            description = "How many times the baseline is too much (kept, or 2).")
    Double multiplier;

    @Mixin
    Actor actor;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ThresholdsSetCommand(Thresholds thresholds, ThresholdText text) {
        this.thresholds = thresholds;
        this.text = text;
    }

    @Override
    public void run() {
        ThresholdChange change = new ThresholdChange(type, key, baseline, multiplier);
        change.fault().ifPresent(fault -> {
            throw new ParameterException(spec.commandLine(), fault);
        });
        text.printThresholds(List.of(thresholds.set(change, actor.name)), output, spec);
    }
}
