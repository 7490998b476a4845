package dev.andon.monitor.request.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.request.PersonRequests;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one request. */
@Command(
        name = "status",
        description = "Shows how far a request is, table by table, and its receipt with --output json.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:verified", "1:failed or unknown", "2:wrong usage", "3:open"})
public final class StatusCommand implements Callable<Integer> {
    private final PersonRequests requests;
    private final FollowedRequest followed;

    @Parameters(paramLabel = "REQUEST", description = "Its id.")
    UUID id;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    StatusCommand(PersonRequests requests, FollowedRequest followed) {
        this.requests = requests;
        this.followed = followed;
    }

    @Override
    public Integer call() {
        return followed.print(
                requests.find(id)
                        .orElseThrow(() -> new CommandFailure("There is no request " + id + ". See gdpr list.")),
                output.json(),
                spec.commandLine().getOut());
    }
}
