package dev.andon.monitor.retention.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.retention.Due;
import dev.andon.monitor.retention.Retention;
import dev.andon.monitor.retention.RetentionRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes now what is due, or counts it. */
@Command(
        name = "run",
        description = "Deletes what is older than its rule and under no hold, as the service does once a day.")
public final class RunCommand implements Callable<Integer> {
    private static final String LINE = "%-16s  %-9s  %-22s  %12s  %12s%n";

    private final Retention retention;
    private final ObjectMapper mapper;

    @Option(names = "--dry-run", description = "Only count what would go.")
    boolean dryRun;

    @Mixin
    OutputOption output;

    @Mixin
    ActorOption actor;

    @Spec
    CommandSpec spec;

    RunCommand(Retention retention, ObjectMapper mapper) {
        this.retention = retention;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        return dryRun ? count() : delete();
    }

    private int count() throws Exception {
        List<Due> all = retention.due();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(mapper.writeValueAsString(all));
            return Commands.DONE;
        }
        out.printf(LINE, "CLASS", "KEPT", "DELETED BEFORE", "WOULD GO", "HELD");
        for (Due due : all) {
            out.printf(
                    LINE,
                    due.dataClass(),
                    due.keepDays() == null ? "for ever" : due.keepDays() + " days",
                    due.cutoff() == null ? "-" : due.cutoff(),
                    due.due() - due.held(),
                    due.held());
        }
        return Commands.DONE;
    }

    private int delete() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        RetentionRun run = retention.run(actor.name(), line -> {
            err.println(line);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(mapper.writeValueAsString(run));
        } else {
            out.println("Retention: " + run.outcome() + ". Deleted " + run.counts() + "."
                    + (run.detail() == null ? "" : " " + run.detail()));
        }
        return run.outcome().equals("failed") ? Commands.FAILED : Commands.DONE;
    }
}
