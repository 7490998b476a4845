package dev.andon.local.cli;

import dev.andon.common.cli.WrongUsage;
import dev.andon.local.home.StackException;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./andon} runs: the commands of one machine. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "./andon",
        mixinStandardHelpOptions = true,
        version = "Andon 0.1.0",
        description = "Starts, stops and measures Andon on one machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            EnvCommand.class,
            PsqlCommand.class,
            BenchCommand.class,
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    public static void main(String[] arguments) {
        // Libraries may log; a terminal command prints only what its user asked for.
        LogManager.getLogManager().reset();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof StackException || failure instanceof UncheckedIOException) {
                        command.getErr().println(command.getColorScheme().errorText("andon: " + failure.getMessage()));
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                });
    }
}
