package dev.andon.monitor.openid;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.monitor.signin.ProviderConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderCheckTest {
    private static final Map<String, String> WHOLE = Map.of(
            "andon.oidc.enabled", "true",
            "andon.oidc.issuer", "https://login.example.com",
            "andon.oidc.client-id", "andon",
            "andon.oidc.client-secret", "secret",
            "andon.oidc.grants", "sre:admin");

    @ParameterizedTest
    @ValueSource(strings = {"andon.oidc.issuer", "andon.oidc.client-id", "andon.oidc.client-secret"})
    void what_is_missing_stops_the_start_with_its_key(String key) {
        Map<String, String> settings = new HashMap<>(WHOLE);
        settings.remove(key);

        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs " + key);
    }

    @Test
    void a_grant_that_cannot_be_read_stops_the_start() {
        Map<String, String> settings = new HashMap<>(WHOLE);
        settings.put("andon.oidc.grants", "sre:everything");

        assertThatThrownBy(() -> check(settings)).hasMessageContaining("andon.oidc.grants is a list of VALUE:SCOPE");
    }

    @Test
    void whole_settings_and_none_at_all_start() {
        assertThatNoException().isThrownBy(() -> check(WHOLE));
        assertThatNoException().isThrownBy(() -> check(Map.of()));
    }

    private static void check(Map<String, String> settings) {
        new ProviderCheck()
                .check(
                        new StartupEvent(),
                        new SmallRyeConfigBuilder()
                                .withMapping(ProviderConfig.class)
                                .addDefaultInterceptors()
                                .withDefaultValues(settings)
                                .build()
                                .getConfigMapping(ProviderConfig.class));
    }
}
