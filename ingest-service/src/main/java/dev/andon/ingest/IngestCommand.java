package dev.andon.ingest;

import dev.andon.ingest.dump.ImportCommand;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The commands of the ingest service; each is a {@code @Command} class in the package of its feature, listed here. */
@TopCommand
@Command(
        name = "andon ingest",
        description = "Takes traces in and stores them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ImportCommand.class)
public final class IngestCommand {}
