package dev.andon.monitor.openid;

import dev.andon.monitor.signin.ProviderConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/** Refuses to start a server that could sign nobody in at its provider; the message names the key and the remedy. */
final class ProviderCheck {
    ProviderCheck() {}

    void check(@Observes StartupEvent started, ProviderConfig config) {
        if (config.enabled()) {
            need("andon.oidc.issuer", config.issuer(), "the address of the OpenID provider");
            need("andon.oidc.client-id", config.clientId(), "what the provider knows this dashboard by");
            need("andon.oidc.client-secret", config.clientSecret(), "the secret that the provider gave for it");
            readGrants(config);
        }
    }

    private static void need(String key, Optional<String> value, String what) {
        if (value.isEmpty()) {
            throw new ConfigurationException("andon.oidc.enabled=true needs " + key + ": " + what + ".");
        }
    }

    private static void readGrants(ProviderConfig config) {
        try {
            new Grants(List.of(), config.grants().orElse(List.of()));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(
                    "andon.oidc.grants is a list of VALUE:SCOPE, as platform-team:operate,sre:admin. "
                            + wrong.getMessage() + ".");
        }
    }
}
