package dev.andon.monitor.alert;

import dev.andon.monitor.alert.message.AlertFormat;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What messages about failing checks look like and how often they come. */
@ConfigMapping(prefix = "monitor.alert")
public interface AlertConfig {
    /** slack, json or alertmanager; unset, slack for hooks.slack.com and json for the rest. */
    Optional<AlertFormat> format();

    /** A check of the schedule that goes on failing is told of again after this time. */
    @WithDefault("24h")
    Duration renotify();

    /** Address of the dashboard, for links in messages: https://andon.example.com. */
    Optional<String> dashboardUrl();
}
