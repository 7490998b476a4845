package dev.andon.monitor.retention.cli;

import picocli.CommandLine.Command;

/** The commands about holds. */
@Command(
        name = "holds",
        description = "Shows, adds and releases holds: what neither retention nor erasure may delete.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListHoldsCommand.class, AddHoldCommand.class, ReleaseHoldCommand.class})
public final class HoldsCommand {}
