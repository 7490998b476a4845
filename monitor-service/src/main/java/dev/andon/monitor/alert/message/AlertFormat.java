package dev.andon.monitor.alert.message;

import java.time.Duration;

/** How messages are written for their receiver. */
public enum AlertFormat {
    SLACK,
    JSON,
    ALERTMANAGER;

    /**
     * The body as Jackson writes it.
     *
     * @param hold how long a failing check counts as failing without being told of again
     */
    public Object body(AlertMessage message, Links links, Duration hold) {
        return switch (this) {
            case SLACK -> SlackBody.of(message, links);
            case JSON -> JsonBody.of(message, links);
            case ALERTMANAGER -> AlertmanagerBody.of(message, links, hold);
        };
    }
}
