package dev.andon.monitor.retention.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.retention.Hold;
import dev.andon.monitor.retention.Policy;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists holds. */
@Command(name = "list", description = "Lists the holds in force, newest first.")
public final class ListHoldsCommand implements Callable<Integer> {
    private static final String LINE = "%5s  %-12s  %-32s  %-20s  %-16s  %-9s  %s%n";
    private static final int MOST = 1000;

    private final Policy policy;
    private final ObjectMapper mapper;

    @Option(names = "--all", description = "Also those that were released.")
    boolean all;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ListHoldsCommand(Policy policy, ObjectMapper mapper) {
        this.policy = policy;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        List<Hold> holds = policy.holds(all, MOST);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(mapper.writeValueAsString(holds));
            return Commands.DONE;
        }
        out.printf(LINE, "HOLD", "COVERS", "WHAT", "SINCE", "BY", "STATE", "REASON");
        for (Hold hold : holds) {
            out.printf(
                    LINE,
                    hold.holdId(),
                    hold.covers(),
                    hold.name() != null ? hold.name() : hold.subject() != null ? hold.subject() : "-",
                    hold.createdAt().truncatedTo(ChronoUnit.SECONDS),
                    hold.createdBy(),
                    hold.releasedAt() == null ? "in force" : "released",
                    hold.reason());
        }
        return Commands.DONE;
    }
}
