package dev.andon.monitor.key;

import picocli.CommandLine.Command;

/** The commands about API keys. */
@Command(
        name = "keys",
        description = "Makes, lists and ends API keys. Changes reach every service within 30 s.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CreateKeyCommand.class, ListKeysCommand.class, RevokeKeyCommand.class, RotateKeyCommand.class})
public final class KeysCommand {}
