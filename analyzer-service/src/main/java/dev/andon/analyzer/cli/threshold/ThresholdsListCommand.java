package dev.andon.analyzer.cli.threshold;

import dev.andon.analyzer.threshold.Threshold;
import dev.andon.analyzer.threshold.Thresholds;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thresholds list}. */
@Command(name = "list", description = "Lists every threshold.")
public final class ThresholdsListCommand extends ThresholdSubcommand {
    @Option(names = "--active", description = "Only those that are in force.")
    boolean active;

    ThresholdsListCommand(Thresholds thresholds, ThresholdText text) {
        super(thresholds, text);
    }

    @Override
    public void run() {
        List<Threshold> rows = thresholds.all();
        text.printThresholds(active ? rows.stream().filter(Threshold::isActive).toList() : rows, output, spec);
    }
}
