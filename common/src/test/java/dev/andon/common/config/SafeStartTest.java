package dev.andon.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.security.AuthConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeStartTest {

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.host, 0.0.0.0",
        "quarkus.http.host, 10.1.2.3",
        "quarkus.grpc.server.host, 0.0.0.0",
    })
    void without_keys_only_loopback_is_served(String key, String host) {
        assertThatThrownBy(() -> start(Map.of("andon.auth.enabled", "false", key, host)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("andon.auth.enabled=false")
                .hasMessageContaining(key + "=127.0.0.1");
    }

    @Test
    void loopback_without_keys_and_any_address_with_them_start() {
        assertThatCode(() -> start(Map.of("andon.auth.enabled", "false", "quarkus.http.host", "127.0.0.1")))
                .doesNotThrowAnyException();
        assertThatCode(() -> start(Map.of("quarkus.http.host", "0.0.0.0"))).doesNotThrowAnyException();
    }

    @Test
    void rate_that_refuses_everything_does_not_start() {
        assertThatThrownBy(() -> start(Map.of("andon.auth.requests-per-second", "0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("andon.auth.requests-per-second");
    }

    @Test
    void commands_open_no_port_and_start_anyway() {
        assertThatCode(() -> start(Map.of(
                        "andon.auth.enabled", "false", "quarkus.http.host", "0.0.0.0", "andon.command-mode", "true")))
                .doesNotThrowAnyException();
    }

    @Test
    void keys_are_needed_by_default() {
        AuthConfig auth = config(Map.of()).getConfigMapping(AuthConfig.class);

        assertThat(auth.enabled()).isTrue();
        assertThat(auth.requestsPerSecond()).isEqualTo(2000);
        assertThat(auth.hostNames()).isEmpty();
    }

    private static void start(Map<String, String> settings) {
        SmallRyeConfig config = config(settings);
        new SafeStart().check(null, config, config.getConfigMapping(AuthConfig.class));
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(AuthConfig.class)
                .withDefaultValues(settings)
                .build();
    }
}
