package dev.andon.monitor;

import dev.andon.monitor.privacy.cli.LogCommand;
import dev.andon.monitor.privacy.cli.SignCommand;
import dev.andon.monitor.privacy.cli.VerifyCommand;
import dev.andon.monitor.request.cli.EraseCommand;
import dev.andon.monitor.request.cli.ExportCommand;
import dev.andon.monitor.request.cli.ListCommand;
import dev.andon.monitor.request.cli.ResumeCommand;
import dev.andon.monitor.request.cli.StatusCommand;
import dev.andon.monitor.request.cli.WithdrawCommand;
import picocli.CommandLine.Command;

/** The commands about personal data: requests of people, and the audit log. */
@Command(
        name = "gdpr",
        description = "Exports and erases people, lists and follows their requests; shows and verifies the audit log.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ExportCommand.class,
            EraseCommand.class,
            StatusCommand.class,
            ListCommand.class,
            ResumeCommand.class,
            WithdrawCommand.class,
            VerifyCommand.class,
            LogCommand.class,
            SignCommand.class
        })
public final class GdprCommand {}
