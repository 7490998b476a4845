package dev.andon.analyzer.cli;

import dev.andon.analyzer.threshold.Threshold;
import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.OutputOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thresholds list}. */
@Command(name = "list", description = "Lists every threshold.")
public final class ThresholdsListCommand implements Runnable {
    private final Thresholds thresholds;
    private final ThresholdText text;

    @Option(names = "--active", description = "Only those that are in force.")
    boolean active;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ThresholdsListCommand(Thresholds thresholds, ThresholdText text) {
        this.thresholds = thresholds;
        this.text = text;
    }

    @Override
    public void run() {
        List<Threshold> rows = thresholds.all();
        text.printThresholds(active ? rows.stream().filter(Threshold::isActive).toList() : rows, output, spec);
    }
}
