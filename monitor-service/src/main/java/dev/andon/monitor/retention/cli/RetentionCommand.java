package dev.andon.monitor.retention.cli;

import picocli.CommandLine.Command;

/** The commands about how long data is kept. */
@Command(
        name = "retention",
        description = "Shows and sets how long data is kept, and deletes what is older.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListRulesCommand.class, SetRuleCommand.class, RunCommand.class})
public final class RetentionCommand {}
