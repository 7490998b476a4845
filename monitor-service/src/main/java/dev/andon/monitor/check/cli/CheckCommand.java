package dev.andon.monitor.check.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.check.CheckJob;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckRunner;
import dev.andon.monitor.check.CheckScope;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes checks once, stores and announces what they found, and says it by the exit code. */
@Command(
        name = "check",
        description = {
            "Looks whether data is fresh and promises hold.",
            "Lists every finding, stores it for /freshness, and sends one message where a receiver is set."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is fresh (warnings included)",
            "1:something is stale or missing",
            "2:something could not be checked, or wrong usage"
        })
public final class CheckCommand implements Callable<Integer> {
    static final int FRESH = 0;
    static final int STALE = 1;
    static final int UNKNOWN = 2;

    private final CheckRunner runner;
    private final CheckJob schedule;
    private final ObjectMapper mapper;

    @Parameters(
            paramLabel = "WHAT",
            defaultValue = "all",
            description = "telemetry: rollups and raw data; gdpr: the audit log and its chain; all: every check.")
    CheckScope scope;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Print as ${COMPLETION-CANDIDATES}.")
    CheckOutput output;

    @Option(
            names = "--scheduled",
            description = {
                "For a CronJob in the place of the service's own schedule: once an interval, however many ask, and with a message"
                        + " only when a check begins to fail, recovers, or is due for a reminder."
            })
    boolean scheduled;

    @Spec
    CommandSpec spec;

    CheckCommand(CheckRunner runner, CheckJob schedule, ObjectMapper mapper) {
        this.runner = runner;
        this.schedule = schedule;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        if (scheduled && scope != CheckScope.ALL) {
            throw new ParameterException(spec.commandLine(), "--scheduled makes all checks: leave " + scope + " out.");
        }
        Optional<CheckRun> made = scheduled ? schedule.due() : Optional.of(runner.run(scope, "command"));
        if (made.isEmpty()) {
            spec.commandLine().getErr().println("Another instance has made the checks of this interval.");
            return FRESH;
        }
        return report(made.get());
    }

    private int report(CheckRun run) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case JSON -> out.println(mapper.writeValueAsString(run));
            case JUNIT -> out.print(JUnitXml.of(run));
            case TEXT -> CheckText.print(run, out);
        }
        out.flush();
        runner.announce(run).forEach(spec.commandLine().getErr()::println);
        return exitCode(run);
    }

    private static int exitCode(CheckRun run) {
        return switch (run.status()) {
            case FRESH, WARN -> FRESH;
            case STALE -> STALE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
