package dev.andon.monitor.key;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.cli.OutputOption;
import dev.andon.common.security.KeyText;
import dev.andon.common.security.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key. */
@Command(name = "create", description = "Makes a key and shows it once.")
public final class CreateKeyCommand implements Callable<Integer> {
    private final KeyRepository keys;
    private final InstantSource clock;
    private final ObjectMapper mapper;

    @Parameters(paramLabel = "NAME", description = "Who or what will use it, as audit records show it.")
    String name;

    @Option(
            names = {"-s", "--scopes"},
            paramLabel = "SCOPE",
            split = ",",
            required = true,
            description = "What it is good for: ingest, read, operate, admin.")
    List<String> scopes;

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "When it ends: 90d, 12h, 2027-01-31. Default: never.")
    String expires;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    CreateKeyCommand(KeyRepository keys, InstantSource clock, ObjectMapper mapper) {
        this.keys = keys;
        this.clock = clock;
        this.mapper = mapper;
    }

    @Override
    public Integer call() throws Exception {
        Instant now = clock.instant();
        Instant expiresAt = expires == null ? null : Expiry.future(spec, "--expires", expires, now);
        List<String> granted = parsed().stream().map(Scope::text).toList();
        if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
            throw new ParameterException(
                    spec.commandLine(), "NAME must have 1 to 100 characters, line feeds and the like not among them.");
        }
        KeyText key = KeyText.generate(new SecureRandom());
        keys.insert(key, name, granted, now, expiresAt);
        new NewKey(key.text(), key.keyId(), expiresAt, null, null)
                .print(spec.commandLine().getOut(), output.json(), mapper);
        return Commands.DONE;
    }

    private Set<Scope> parsed() {
        Set<Scope> parsed = EnumSet.noneOf(Scope.class);
        for (String scope : scopes) {
            try {
                parsed.add(Scope.of(scope));
            } catch (IllegalArgumentException unknown) {
                throw new ParameterException(
                        spec.commandLine(), "--scopes: \"" + scope + "\" is none of ingest, read, operate, admin.");
            }
        }
        return parsed;
    }
}
