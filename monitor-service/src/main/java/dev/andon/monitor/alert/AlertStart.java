package dev.andon.monitor.alert;

import dev.andon.common.cli.Launch;
import dev.andon.monitor.alert.webhook.Courier;
import dev.andon.monitor.alert.webhook.WebhookConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start a server that could send no message. A command goes on: what it finds counts more, and it says so itself. */
final class AlertStart {
    AlertStart() {}

    void check(
            @Observes StartupEvent started,
            Courier courier,
            WebhookConfig config,
            @ConfigProperty(name = Launch.COMMAND_MODE, defaultValue = "false") boolean command) {
        if (command || !courier.configured()) {
            return;
        }
        try {
            courier.url();
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(wrong.getMessage());
        }
        positive("MONITOR_ALERT_CONNECT_TIMEOUT", config.connectTimeout());
        positive("MONITOR_ALERT_REQUEST_TIMEOUT", config.requestTimeout());
        positive("MONITOR_ALERT_GIVE_UP_AFTER", config.giveUpAfter());
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new ConfigurationException(key + "=" + value + " cannot work. Set it to a time such as 5s.");
        }
    }
}
