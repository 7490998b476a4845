package dev.andon.common.cli;

import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** How a command that fails says so: one sentence, or the whole stack trace where asked for. */
final class FailureOption {
    @Option(
            names = "--stacktrace",
            description = "On failure, print the stack trace too.",
            showDefaultValue = Visibility.NEVER)
    boolean stackTrace;
}
