package dev.andon.local.cli;

import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.Leftovers;
import dev.andon.local.stack.Processes;
import dev.andon.local.stack.Running;
import dev.andon.local.stack.StackLock;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./andon down}: stops the stack of a data folder, also what a killed launcher left behind. Nothing running is no failure. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stop what runs on a data folder.")
final class DownCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Override
    public Integer call() throws InterruptedException {
        DataDir dir = dataDir.get();
        if (!Files.isDirectory(dir.root())) {
            spec.commandLine().getOut().println("Nothing runs on " + dir.root() + ".");
            return 0;
        }
        Optional<ProcessHandle> launcher = Running.alive(dir).flatMap(Running::process);
        launcher.ifPresent(process -> Processes.stop(List.of(process), LIMIT));
        try (StackLock held = StackLock.takeSoon(dir)
                .orElseThrow(() -> new StackException("Andon still runs on " + dir.root() + ": end the process that "
                        + "state.properties there calls launcher, then repeat."))) {
            int orphans = Leftovers.clear(dir);
            spec.commandLine()
                    .getOut()
                    .println(launcher.isPresent() || orphans > 0 ? "Stopped." : "Nothing runs on " + dir.root() + ".");
        }
        return 0;
    }
}
