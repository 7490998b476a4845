package dev.andon.monitor.environment;

import dev.andon.common.cli.Commands;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows or sets what kind of installation the database belongs to. */
@Command(
        name = "environment",
        description = {
            "Shows what kind of installation the database belongs to, or marks it.",
            "Demonstration data is refused where it is production."
        })
public final class EnvironmentCommand implements Callable<Integer> {
    private static final Set<String> KINDS = Set.of("production", "staging", "development");

    private final EnvironmentRepository environment;
    private final InstantSource clock;

    @Parameters(paramLabel = "KIND", arity = "0..1", description = "production, staging or development.")
    String kind;

    @Spec
    CommandSpec spec;

    EnvironmentCommand(EnvironmentRepository environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (kind != null) {
            if (!KINDS.contains(kind)) {
                throw new ParameterException(
                        spec.commandLine(), "\"" + kind + "\" is none of production, staging, development.");
            }
            environment.mark(kind, clock.instant());
        }
        spec.commandLine().getOut().println(environment.kind().orElse("not marked"));
        return Commands.DONE;
    }
}
