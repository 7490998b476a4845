package dev.andon.analyzer;

import dev.andon.analyzer.cli.AnalyzeCommand;
import dev.andon.analyzer.cli.threshold.ThresholdsCommand;
import dev.andon.analyzer.fold.RollupCommand;
import dev.andon.analyzer.percentile.PercentilesCommand;
import dev.andon.analyzer.regression.RegressionsCommand;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The commands of the analyzer service; each is a {@code @Command} class in the package of its feature, listed here. */
@TopCommand
@Command(
        name = "andon analyzer",
        description = "Finds the bottlenecks in stored traces.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AnalyzeCommand.class,
            ThresholdsCommand.class,
            RollupCommand.class,
            RegressionsCommand.class,
            PercentilesCommand.class
        })
public final class AnalyzerCommand {}
