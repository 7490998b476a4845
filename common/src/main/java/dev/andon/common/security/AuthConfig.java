package dev.andon.common.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may use the service. */
@ConfigMapping(prefix = "andon.auth")
public interface AuthConfig {
    /** Whether requests need an API key. May be false only where the service listens on a loopback address. */
    @WithDefault("true")
    boolean enabled();

    /** Requests a second that one key may make of one instance of a service; twice as many at once. Above it: 429. */
    @WithDefault("2000")
    int requestsPerSecond();

    /** Further names, besides localhost, by which the service may be addressed while authentication is off. */
    Optional<List<String>> hostNames();
}
