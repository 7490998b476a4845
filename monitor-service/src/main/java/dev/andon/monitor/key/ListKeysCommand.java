package dev.andon.monitor.key;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists every key, oldest first. */
@Command(name = "list", description = "Lists every key without its secret, oldest first.")
public final class ListKeysCommand implements Callable<Integer> {
    private static final String LINE = "%-14s %-8s %-28s %-20s %-20s %s%n";

    private final KeyRepository keys;
    private final InstantSource clock;
    private final ObjectMapper mapper;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ListKeysCommand(KeyRepository keys, InstantSource clock, ObjectMapper mapper) {
        this.keys = keys;
        this.clock = clock;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        List<StoredKey> all = keys.all();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(mapper.writeValueAsString(all));
            return Commands.DONE;
        }
        out.printf(LINE, "KEY ID", "STATE", "SCOPES", "EXPIRES", "LAST USED", "NAME");
        Instant now = clock.instant();
        for (StoredKey key : all) {
            out.printf(
                    LINE,
                    key.keyId(),
                    key.state(now),
                    String.join(",", key.scopes()),
                    time(key.expiresAt()),
                    time(key.lastUsedAt()),
                    key.name());
        }
        return Commands.DONE;
    }

    private static String time(Instant instant) {
        return instant == null
                ? "never"
                : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
