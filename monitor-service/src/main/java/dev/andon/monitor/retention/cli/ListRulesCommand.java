package dev.andon.monitor.retention.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.retention.Policy;
import dev.andon.monitor.retention.Rule;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists every rule. */
@Command(name = "list", description = "Lists for each data class how long it is kept.")
public final class ListRulesCommand implements Callable<Integer> {
    private static final String LINE = "%-16s  %-9s  %-22s  %s%n";

    private final Policy policy;
    private final ObjectMapper mapper;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ListRulesCommand(Policy policy, ObjectMapper mapper) {
        this.policy = policy;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        List<Rule> rules = policy.rules();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(mapper.writeValueAsString(rules));
            return Commands.DONE;
        }
        out.printf(LINE, "CLASS", "KEPT", "DELETED BEFORE", "SET BY");
        for (Rule rule : rules) {
            out.printf(
                    LINE,
                    rule.dataClass(),
                    rule.keepDays() == null ? "for ever" : rule.keepDays() + " days",
                    rule.cutoff() == null ? "-" : rule.cutoff(),
                    rule.updatedBy());
        }
        return Commands.DONE;
    }
}
