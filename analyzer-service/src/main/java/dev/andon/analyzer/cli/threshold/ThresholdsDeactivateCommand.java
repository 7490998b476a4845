package dev.andon.analyzer.cli.threshold;

import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thresholds deactivate}. */
@Command(name = "deactivate", description = "Switches a threshold off: its dimension is no longer judged.")
public final class ThresholdsDeactivateCommand extends ThresholdSubcommand {
    @Parameters(index = "0", paramLabel = "TYPE", description = "Dimension type.")
    String type;

    @Parameters(index = "1", paramLabel = "KEY", description = "Dimension key.")
    String key;

    @Mixin
    Actor actor;

    ThresholdsDeactivateCommand(Thresholds thresholds, ThresholdText text) {
        super(thresholds, text);
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
