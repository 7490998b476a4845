package dev.andon.monitor.key;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a key for good. */
@Command(name = "revoke", description = "Ends a key for good, and the sessions signed in with it.")
public final class RevokeKeyCommand implements Callable<Integer> {
    private final KeyRepository keys;
    private final InstantSource clock;

    @Parameters(paramLabel = "KEY_ID", description = "As \"keys list\" shows it.")
    String keyId;

    @Spec
    CommandSpec spec;

    RevokeKeyCommand(KeyRepository keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (!keys.revoke(keyId, clock.instant())) {
            throw new CommandFailure(
                    "No key " + keyId + " that is not revoked already: see \"andon monitor keys list\".");
        }
        spec.commandLine().getOut().println("Revoked " + keyId + ". Services refuse it within 30 s.");
        return Commands.DONE;
    }
}
