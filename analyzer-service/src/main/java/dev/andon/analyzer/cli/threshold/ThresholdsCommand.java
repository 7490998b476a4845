package dev.andon.analyzer.cli.threshold;

import picocli.CommandLine.Command;

/** {@code thresholds}: lists, sets, switches off, and suggests limits. */
@Command(
        name = "thresholds",
        description = "Limits of dimensions: above baseline times multiplier the median is a bottleneck.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ThresholdsListCommand.class,
            ThresholdsSetCommand.class,
            ThresholdsDeactivateCommand.class,
            ThresholdsSuggestCommand.class,
            ThresholdsApplyCommand.class
        })
public final class ThresholdsCommand {}
