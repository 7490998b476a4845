package dev.andon.monitor;

import dev.andon.monitor.alert.NotifyFailureCommand;
import dev.andon.monitor.canary.CanaryCommand;
import dev.andon.monitor.check.cli.CheckCommand;
import dev.andon.monitor.environment.EnvironmentCommand;
import dev.andon.monitor.key.KeysCommand;
import dev.andon.monitor.nightly.NightlyCommand;
import dev.andon.monitor.retention.cli.HoldsCommand;
import dev.andon.monitor.retention.cli.RetentionCommand;
import dev.andon.monitor.schema.MigrateCommand;
import dev.andon.monitor.seed.SeedCommand;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The commands of the monitor service; each is a {@code @Command} class in the package of its feature, listed here. */
@TopCommand
@Command(
        name = "andon monitor",
        description = "Pages, checks, keys and the database schema.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            MigrateCommand.class,
            KeysCommand.class,
            CheckCommand.class,
            NotifyFailureCommand.class,
            SeedCommand.class,
            EnvironmentCommand.class,
            GdprCommand.class,
            CanaryCommand.class,
            RetentionCommand.class,
            HoldsCommand.class,
            NightlyCommand.class
        })
public final class MonitorCommand {}
