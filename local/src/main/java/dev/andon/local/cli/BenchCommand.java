package dev.andon.local.cli;

import dev.andon.local.bench.Bench;
import dev.andon.local.bench.BenchRun;
import dev.andon.local.home.Checkout;
import dev.andon.local.home.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./andon bench}: runs the benchmarks asked for, prints a table or JSON, and keeps the JSON under .andon/bench. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measure against yardsticks of the same run. Starts its own PostgreSQL; touches no data of yours.")
final class BenchCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = ALL,
            description = "ingest, insert, analyze, query, loop, handoff, accuracy or all (default).")
    private String name;

    @Option(names = "--quick", description = "A tenth of the work or less.")
    private boolean quick;

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "Form of the answer.")
    private String output;

    @Override
    public Integer call() throws Exception {
        if (!List.of("text", "json").contains(output)) {
            throw new ParameterException(spec.commandLine(), "--output is text or json.");
        }
        BenchRun run = new BenchRun(quick, spec.commandLine().getErr());
        for (Bench bench : chosen()) {
            run.progress("%s …", bench.name());
            bench.run(run);
        }
        keep(run);
        spec.commandLine().getOut().println(output.equals("json") ? run.json() : run.table());
        return 0;
    }

    private List<Bench> chosen() {
        List<Bench> known = ServiceLoader.load(Bench.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<Bench> chosen = known.stream()
                .filter(bench -> name.equals(ALL) || bench.name().equals(name))
                .toList();
        if (!chosen.isEmpty()) {
            return chosen;
        }
        if (List.of("loop", "handoff").contains(name)) {
            throw new StackException("There is no " + name + " benchmark yet: that part of Andon is not built.");
        }
        throw new ParameterException(
                spec.commandLine(),
                "Unknown benchmark " + name + ". Known: "
                        + String.join(", ", known.stream().map(Bench::name).toList()) + ".");
    }

    private void keep(BenchRun run) throws IOException {
        Path folder = Files.createDirectories(Checkout.root().resolve(".andon/bench"));
        Files.writeString(folder.resolve(name + (quick ? "-quick" : "") + ".json"), run.json());
    }
}
