package dev.andon.analyzer.cli;

import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.OutputOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thresholds deactivate}. */
@Command(name = "deactivate", description = "Switches a threshold off: its dimension is no longer judged.")
public final class ThresholdsDeactivateCommand implements Runnable {
    private final Thresholds thresholds;
    private final ThresholdText text;

    @Parameters(index = "0", paramLabel = "TYPE", description = "Dimension type.")
    String type;

    @Parameters(index = "1", paramLabel = "KEY", description = "Dimension key.")
    String key;

    @Mixin
    Actor actor;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ThresholdsDeactivateCommand(Thresholds thresholds, ThresholdText text) {
        this.thresholds = thresholds;
        this.text = text;
    }

    @Override
    public void run() {
        if (!thresholds.deactivate(type, key, actor.name)) {
            throw new CommandFailure(
                    "Threshold not found: no threshold of " + type + " " + key + " is in force; see thresholds list.");
        }
        text.printThresholds(thresholds.one(type, key).stream().toList(), output, spec);
    }
}
