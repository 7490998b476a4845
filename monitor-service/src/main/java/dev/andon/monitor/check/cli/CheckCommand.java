package dev.andon.monitor.check.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckRunner;
import dev.andon.monitor.check.CheckScope;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Spec
    CommandSpec spec;

    CheckCommand(CheckRunner runner, ObjectMapper mapper) {
        this.runner = runner;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        CheckRun run = runner.run(scope, "command");
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
