package dev.andon.monitor.seed;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts demonstration data into a database that is not production. */
@Command(
        name = "seed",
        description = {
            "Sends demonstration data around now through ingest: chats, executions with a known bottleneck, an audit entry.",
            "Run again it adds only what came to pass since. Refuses where \"environment\" says production."
        })
public final class SeedCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 60;

    private final Seed seed;
    private final ObjectMapper mapper;

    @Option(names = "--days", paramLabel = "N", defaultValue = "9", description = "How many days, today among them.")
    int days;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait until the rollups hold it.")
    int wait;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    SeedCommand(Seed seed, ObjectMapper mapper) {
        this.seed = seed;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        if (days < 1 || days > MOST_DAYS || wait < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--days must be between 1 and " + MOST_DAYS + ", --wait at least 1.");
        }
        Seed.Sown sown = seed.sow(days, Duration.ofSeconds(wait));
        if (output.json()) {
            spec.commandLine().getOut().println(mapper.writeValueAsString(sown));
        } else {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "Sent %d spans and %d chat items from %s to %s; in the rollups after %.1f s. Bottleneck: gate %s.%n",
                            sown.spans(),
                            sown.chatItems(),
                            sown.from(),
                            sown.until(),
                            sown.seconds(),
                            SeedSpans.BOTTLENECK);
        }
        return Commands.DONE;
    }
}
