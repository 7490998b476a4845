package dev.andon.common;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The settings of a service with nothing but common in it. A file of them would leak into the tests of the real services. */
public class BareService implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.application.name", "andon-common",
                "quarkus.http.test-port", "0",
                "quarkus.datasource.db-kind", "postgresql",
                "quarkus.datasource.devservices.enabled", "false",
                "quarkus.datasource.reactive.additional-properties.role", "andon_monitor",
                "andon.auth.enabled", "false");
    }
}
