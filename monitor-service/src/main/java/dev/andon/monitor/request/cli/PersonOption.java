package dev.andon.monitor.request.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who a request is about and why it is made; use as {@code @Mixin PersonOption person}. */
final class PersonOption {
    @Parameters(
            paramLabel = "IDENTIFIER",
            arity = "0..*",
            description =
                    "What the person is known by: user id, conversation id, e-mail address. Taken as it is, without wildcards.")
    List<String> identifiers = new ArrayList<>();

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            description =
                    "Read identifiers from a file, one a line, so that no list of processes or shell history shows them.")
    Path file;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, such as a case number. It is kept, so it must not name the person.")
    String reason;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Names the order: the same again answers the request that it made.")
    String key;

    /** All of them, wherever they were given. */
    List<String> all() throws IOException {
        List<String> all = new ArrayList<>(identifiers);
        if (file != null) {
            Files.readAllLines(file).stream().filter(line -> !line.isBlank()).forEach(all::add);
        }
        return all;
    }
}
