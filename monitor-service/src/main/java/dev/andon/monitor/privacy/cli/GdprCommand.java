package dev.andon.monitor.privacy.cli;

import picocli.CommandLine.Command;

/** The commands about the audit log of personal data. */
@Command(
        name = "gdpr",
        description = "Shows and verifies the audit log of personal data.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {VerifyCommand.class, LogCommand.class, SignCommand.class})
public final class GdprCommand {}
