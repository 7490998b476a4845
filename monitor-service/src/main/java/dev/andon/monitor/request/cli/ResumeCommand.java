package dev.andon.monitor.request.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.request.PersonRequests;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with a request. */
@Command(
        name = "resume",
        description = "Goes on with a request that failed, waits or was cut off, from its last step.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:verified", "1:failed or unknown", "2:wrong usage", "3:still open; the service goes on"})
public final class ResumeCommand implements Callable<Integer> {
    private final PersonRequests requests;
    private final FollowedRequest followed;

    @Parameters(paramLabel = "REQUEST", description = "Its id.")
    UUID id;

    @Mixin
    ActorOption actor;

    @Option(names = "--confirm-large", description = "Also where it is about a great part of the store.")
    boolean large;

    @Option(names = "--wait", paramLabel = "TIME", defaultValue = "PT1H", description = "How long to wait for its end.")
    Duration patience;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ResumeCommand(PersonRequests requests, FollowedRequest followed) {
        this.requests = requests;
        this.followed = followed;
    }

    @Override
    public Integer call() {
        if (requests.find(id).isEmpty()) {
            throw new CommandFailure("There is no request " + id + ". See gdpr list.");
        }
        requests.resume(id, actor.name(), large);
        return followed.print(
                followed.follow(id, patience, spec.commandLine().getErr()),
                output.json(),
                spec.commandLine().getOut());
    }
}
