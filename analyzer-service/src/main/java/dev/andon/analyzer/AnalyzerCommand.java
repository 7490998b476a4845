package dev.andon.analyzer;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The commands of the analyzer service; each is a {@code @Command} class in the package of its feature, listed here. */
@TopCommand
@Command(
        name = "andon analyzer",
        description = "Finds the bottlenecks in stored traces.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {})
public final class AnalyzerCommand {}
