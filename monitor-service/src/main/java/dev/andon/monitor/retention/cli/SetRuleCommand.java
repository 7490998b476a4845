package dev.andon.monitor.retention.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.retention.DataClass;
import dev.andon.monitor.retention.Policy;
import dev.andon.monitor.retention.Rule;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets how long a class is kept. */
@Command(name = "set", description = "Sets how long a data class is kept; an entry of the audit log.")
public final class SetRuleCommand implements Callable<Integer> {
    private final Policy policy;

    @Parameters(paramLabel = "CLASS", description = "${COMPLETION-CANDIDATES}")
    DataClass dataClass;

    @ArgGroup(multiplicity = "1")
    Keep keep;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    static final class Keep {
        @Option(names = "--days", paramLabel = "N", description = "So many days.")
        Integer days;

        @Option(names = "--for-ever", description = "Never deleted by retention.")
        boolean forEver;
    }

    SetRuleCommand(Policy policy) {
        this.policy = policy;
    }

    @Override
    public Integer call() {
        try {
            Rule rule = policy.keep(dataClass, keep.days, actor.name());
            spec.commandLine()
                    .getOut()
                    .println(rule.dataClass() + ": "
                            + (rule.keepDays() == null ? "kept for ever." : "kept for " + rule.keepDays() + " days."));
            return Commands.DONE;
        } catch (Policy.Refused refused) {
            throw new CommandFailure(refused.getMessage());
        }
    }
}
