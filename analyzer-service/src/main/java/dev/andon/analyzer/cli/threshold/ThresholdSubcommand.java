package dev.andon.analyzer.cli.threshold;

import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.OutputOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands under {@code thresholds} share: the thresholds, and how rows of them are shown. */
abstract class ThresholdSubcommand implements Runnable {
    final Thresholds thresholds;
    final ThresholdText text;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ThresholdSubcommand(Thresholds thresholds, ThresholdText text) {
        this.thresholds = thresholds;
        this.text = text;
    }
}
