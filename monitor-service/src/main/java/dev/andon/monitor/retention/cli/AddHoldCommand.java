package dev.andon.monitor.retention.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.retention.DataClass;
import dev.andon.monitor.retention.Policy;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds a hold. */
@Command(name = "add", description = "Keeps something from being deleted until the hold is released.")
public final class AddHoldCommand implements Callable<Integer> {
    private final Policy policy;

    @ArgGroup(multiplicity = "1")
    What what;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, without personal data: a case number.")
    String reason;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    static final class What {
        @Option(names = "--everything", description = "All data.")
        boolean everything;

        @Option(names = "--class", paramLabel = "CLASS", description = "One data class: ${COMPLETION-CANDIDATES}")
        DataClass dataClass;

        @Option(names = "--conversation", paramLabel = "ID", description = "One conversation and its traces.")
        String conversation;

        @Option(
                names = "--person",
                paramLabel = "WHO",
                description = "One person by user id or e-mail address: their conversations and traces.")
        String person;
    }

    AddHoldCommand(Policy policy) {
        this.policy = policy;
    }

    @Override
    public Integer call() {
        try {
            long hold = add();
            spec.commandLine().getOut().println("Hold " + hold + " is in force.");
            return Commands.DONE;
        } catch (Policy.Refused refused) {
            throw new CommandFailure(refused.getMessage());
        }
    }

    private long add() {
        if (what.everything) {
            return policy.hold("all", null, reason, actor.name());
        }
        if (what.dataClass != null) {
            return policy.hold("class", what.dataClass.text(), reason, actor.name());
        }
        return what.conversation != null
                ? policy.hold("conversation", what.conversation, reason, actor.name())
                : policy.hold("person", what.person, reason, actor.name());
    }
}
