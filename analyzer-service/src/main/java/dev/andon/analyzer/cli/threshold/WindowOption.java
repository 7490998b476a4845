package dev.andon.analyzer.cli.threshold;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How many days back to look. Use as {@code @Mixin WindowOption window}. */
final class WindowOption {
    @Option(names = "--window-days", paramLabel = "N", defaultValue = "7", description = "Look at the last N days.")
    int days;

    int days(CommandSpec spec) {
        if (days < 1 || days > 400) {
            throw new ParameterException(spec.commandLine(), "--window-days must be between 1 and 400.");
        }
        return days;
    }
}
