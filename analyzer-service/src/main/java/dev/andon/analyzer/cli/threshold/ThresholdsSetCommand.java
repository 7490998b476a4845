package dev.andon.analyzer.cli.threshold;

import dev.andon.analyzer.threshold.ThresholdChange;
import dev.andon.analyzer.threshold.Thresholds;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code thresholds set}. */
@Command(name = "set", description = "Sets a threshold and puts it in force.")
public final class ThresholdsSetCommand extends ThresholdSubcommand {
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

    ThresholdsSetCommand(Thresholds thresholds, ThresholdText text) {
        super(thresholds, text);
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
