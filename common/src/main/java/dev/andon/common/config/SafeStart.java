package dev.andon.common.config;

import dev.andon.common.cli.Launch;
import dev.andon.common.security.AuthConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Refuses to start a server with settings that would leave it open or useless; the message names the key and the remedy. */
final class SafeStart {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1");

    SafeStart() {}

    void check(@Observes StartupEvent started, Config config, AuthConfig auth) {
        boolean command =
                config.getOptionalValue(Launch.COMMAND_MODE, Boolean.class).orElse(false);
        if (!command) {
            refuseOpenAddress(config, auth);
            refuseRate(auth);
        }
    }

    private static void refuseOpenAddress(Config config, AuthConfig auth) {
        if (auth.enabled()) {
            return;
        }
        Stream.of("quarkus.http.host", "quarkus.grpc.server.host")
                .filter(key -> config.getOptionalValue(key, String.class)
                        .map(host -> !LOOPBACK.contains(host))
                        .orElse(false))
                .findFirst()
                .ifPresent(key -> {
                    throw new ConfigurationException("andon.auth.enabled=false would let everybody in who reaches "
                            + key + "=" + config.getValue(key, String.class)
                            + ". Remove ANDON_AUTH_ENABLED=false, or set " + key + "=127.0.0.1.");
                });
    }

    private static void refuseRate(AuthConfig auth) {
        if (auth.requestsPerSecond() < 1) {
            throw new ConfigurationException("andon.auth.requests-per-second=" + auth.requestsPerSecond()
                    + " would refuse every request. Set it to 1 or more.");
        }
    }
}
