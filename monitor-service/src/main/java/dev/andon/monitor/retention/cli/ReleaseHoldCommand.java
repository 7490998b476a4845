package dev.andon.monitor.retention.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.retention.Policy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Releases a hold. */
@Command(name = "release", description = "Ends a hold; what it covered is deleted again when its rule says so.")
public final class ReleaseHoldCommand implements Callable<Integer> {
    private final Policy policy;

    @Parameters(paramLabel = "HOLD", description = "Its number, as \"holds list\" shows it.")
    long hold;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    ReleaseHoldCommand(Policy policy) {
        this.policy = policy;
    }

    @Override
    public Integer call() {
        if (!policy.release(hold, actor.name())) {
            throw new CommandFailure("No hold " + hold + " is in force: see \"andon monitor holds list\".");
        }
        spec.commandLine().getOut().println("Hold " + hold + " is released.");
        return Commands.DONE;
    }
}
