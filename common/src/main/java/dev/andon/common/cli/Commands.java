package dev.andon.common.cli;

import io.quarkus.arc.Unremovable;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line of a service: the one {@code @TopCommand} bean with its subcommands, each given {@code --help},
 * {@code --version} and {@code --stacktrace}. Exit codes are 0 done, 1 failed, 2 wrong usage. Called by {@link CommandApplication} and by
 * tests, which read the two writers.
 */
@Singleton
@Unremovable
public final class Commands {
    /** Done. */
    public static final int DONE = 0;
    /** The command began and could not finish. */
    public static final int FAILED = 1;
    /** The command line or a setting is wrong; nothing was done. */
    public static final int USAGE = 2;

    private static final Map<String, String> EXIT_CODES =
            new TreeMap<>(Map.of(" 0", "done", " 1", "failed", " 2", "wrong usage or setting"));

    private final Instance<Object> topCommand;
    private final CommandLine.IFactory factory;
    private final VersionText version;

    Commands(@Any @TopCommand Instance<Object> topCommand, CommandLine.IFactory factory, VersionText version) {
        this.topCommand = topCommand;
        this.factory = factory;
        this.version = version;
    }

    /** Runs one command line to its end and returns its exit code. */
    public int execute(PrintWriter out, PrintWriter err, Ansi ansi, String... args) {
        CommandLine commandLine = new CommandLine(topCommand.get(), factory);
        addStandardOptions(commandLine);
        return commandLine
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler(new FailureHandler())
                .execute(args);
    }

    private void addStandardOptions(CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.mixinStandardHelpOptions(true);
        }
        spec.versionProvider(version);
        spec.addMixin("failure", CommandSpec.forAnnotatedObject(new FailureOption()));
        spec.usageMessage().showDefaultValues(true).sortOptions(false).abbreviateSynopsis(true);
        if (!spec.subcommands().isEmpty()) {
            spec.usageMessage().footer("", "COMMAND --help tells more about each.");
        }
        if (spec.parent() == null) {
            spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(EXIT_CODES);
        }
        commandLine.getSubcommands().values().forEach(this::addStandardOptions);
    }
}
