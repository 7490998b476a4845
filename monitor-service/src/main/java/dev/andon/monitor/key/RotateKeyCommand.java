package dev.andon.monitor.key;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.common.security.KeyText;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replaces a key while both work. */
@Command(
        name = "rotate",
        description =
                "Makes a key with the name and scopes of another, which goes on working for a while and then ends.")
public final class RotateKeyCommand implements Callable<Integer> {
    private final KeyRepository keys;
    private final InstantSource clock;
    private final ObjectMapper mapper;

    @Parameters(paramLabel = "KEY_ID", description = "The key to replace.")
    String keyId;

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "How long the old key still works.")
    String overlap;

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "When the new key ends: 90d, 2027-01-31. Default: never.")
    String expires;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    RotateKeyCommand(KeyRepository keys, InstantSource clock, ObjectMapper mapper) {
        this.keys = keys;
        this.clock = clock;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        Instant now = clock.instant();
        Instant oldEndsBy = Expiry.parse(spec, "--overlap", overlap, now);
        if (oldEndsBy.isBefore(now)) {
            throw new ParameterException(spec.commandLine(), "--overlap: " + overlap + " is over.");
        }
        Instant expiresAt = expires == null ? null : Expiry.future(spec, "--expires", expires, now);
        KeyText fresh = KeyText.generate(new SecureRandom());
        Instant oldEnds = keys.replace(keyId, fresh, now, oldEndsBy, expiresAt)
                .orElseThrow(() ->
                        new CommandFailure("No valid key " + keyId + " to rotate: see \"andon monitor keys list\"."));
        new NewKey(fresh.text(), fresh.keyId(), expiresAt, keyId, oldEnds)
                .print(spec.commandLine().getOut(), output.json(), mapper);
        return Commands.DONE;
    }
}
