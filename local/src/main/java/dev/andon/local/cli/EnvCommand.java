package dev.andon.local.cli;

import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.Running;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./andon env}: addresses, database and key of the running stack as {@code KEY=value} lines, for {@code eval} and scripts. */
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Addresses, DATABASE_URL and key as KEY=value lines.")
final class EnvCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Override
    public Integer call() {
        DataDir dir = dataDir.get();
        String lines = Running.alive(dir)
                .filter(Running::ready)
                .flatMap(running -> DataDir.read(dir.env()))
                .orElseThrow(
                        () -> new StackException("Andon is not up on " + dir.root() + ". Start it with ./andon up."));
        spec.commandLine().getOut().println(lines);
        return 0;
    }
}
