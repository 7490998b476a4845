package dev.andon.monitor.request.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.OutputOption;
import dev.andon.common.cli.Terminal;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.request.PersonRequests;
import dev.andon.monitor.request.RequestKind;
import dev.andon.monitor.request.RequestRepository.Order;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Erases a person and proves it. */
@Command(
        name = "erase",
        description = {
            "Deletes or anonymises everything about a person, looks at every row again and keeps a receipt.",
            "May be killed at any moment: the service, or gdpr resume, goes on from the last step."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:verified", "1:failed, with the reason", "2:wrong usage", "3:still open; the service goes on"
        })
public final class EraseCommand implements Callable<Integer> {
    private final PrivacyKeys keys;
    private final PersonRequests requests;
    private final FollowedRequest followed;

    @Mixin
    PersonOption person;

    @Mixin
    ActorOption actor;

    @Option(names = "--yes", description = "It cannot be undone; needed where nobody can be asked.")
    boolean yes;

    @Option(names = "--confirm-large", description = "Also where it is about a great part of the store.")
    boolean large;

    @Option(names = "--wait", paramLabel = "TIME", defaultValue = "PT1H", description = "How long to wait for its end.")
    Duration patience;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    EraseCommand(PrivacyKeys keys, PersonRequests requests, FollowedRequest followed) {
        this.keys = keys;
        this.requests = requests;
        this.followed = followed;
    }

    @Override
    public Integer call() throws Exception {
        confirm();
        try {
            UUID id = requests.open(
                    keys.required(),
                    RequestKind.ERASE,
                    person.all(),
                    new Order(actor.name(), person.reason, person.key, large));
            return followed.print(
                    followed.follow(id, patience, spec.commandLine().getErr()),
                    output.json(),
                    spec.commandLine().getOut());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage());
        }
    }

    private void confirm() {
        if (yes) {
            return;
        }
        if (!Terminal.interactive()) {
            throw new ParameterException(spec.commandLine(), "Erasure cannot be undone. Add --yes.");
        }
        String answer = System.console().readLine("Erasure cannot be undone. Type erase to go on: ");
        if (!"erase".equals(answer)) {
            throw new CommandFailure("Nothing was erased.");
        }
    }
}
