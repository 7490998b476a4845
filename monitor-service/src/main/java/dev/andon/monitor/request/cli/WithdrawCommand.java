package dev.andon.monitor.request.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.request.PersonRequests;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a request that was made by mistake. */
@Command(
        name = "withdraw",
        description = "Ends a request before anything is erased or handed over, and forgets who it was about.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:withdrawn", "1:too late, or unknown", "2:wrong usage"})
public final class WithdrawCommand implements Callable<Integer> {
    private final PersonRequests requests;

    @Parameters(paramLabel = "REQUEST", description = "Its id.")
    UUID id;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    WithdrawCommand(PersonRequests requests) {
        this.requests = requests;
    }

    @Override
    public Integer call() {
        if (!requests.withdraw(id, actor.name())) {
            throw new CommandFailure("There is no request " + id + " that can be withdrawn still. See gdpr list.");
        }
        spec.commandLine().getOut().println("Request " + id + " is withdrawn.");
        return Commands.DONE;
    }
}
