package dev.andon.monitor.request.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.request.PersonRequest;
import dev.andon.monitor.request.PersonRequests;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists requests. */
@Command(name = "list", description = "Lists requests of people: open ones first, by when they are due.")
public final class ListCommand implements Callable<Integer> {
    private final PersonRequests requests;
    private final ObjectMapper mapper;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many.")
    int limit;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ListCommand(PersonRequests requests, ObjectMapper mapper) {
        this.requests = requests;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        List<PersonRequest> found = requests.list(Math.clamp(limit, 1, 10_000));
        if (output.json()) {
            spec.commandLine().getOut().println(mapper.writeValueAsString(found));
        } else {
            RequestText.list(found, spec.commandLine().getOut());
        }
        return Commands.DONE;
    }
}
