package dev.andon.monitor.alert;

import dev.andon.common.cli.Launch;
import dev.andon.monitor.alert.webhook.Courier;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start a server that could send no message. A command goes on: what it finds counts more, and it says so itself. */
final class AlertStart {
    AlertStart() {}

    void check(
            @Observes StartupEvent started,
            Courier courier,
            @ConfigProperty(name = Launch.COMMAND_MODE, defaultValue = "false") boolean command) {
        if (command || !courier.configured()) {
            return;
        }
        try {
            courier.url();
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage());
        }
    }
}
