package dev.andon.monitor.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.monitor.alert.message.AlertFormat;
import dev.andon.monitor.alert.message.AlertMessage;
import dev.andon.monitor.alert.message.Links;
import dev.andon.monitor.alert.webhook.Courier;
import dev.andon.monitor.alert.webhook.Delivery;
import dev.andon.monitor.alert.webhook.WebhookUrl;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Writes a message in the format of its receiver and has it brought there. */
@Singleton
public final class AlertSender {
    private static final String SLACK = "hooks.slack.com";
    /** The next reminder may be late by one round of checks. */
    private static final Duration LATE = Duration.ofHours(1);

    private final AlertConfig config;
    private final Courier courier;
    private final ObjectMapper mapper;
    private final MeterRegistry meters;

    AlertSender(AlertConfig config, Courier courier, ObjectMapper mapper, MeterRegistry meters) {
        this.config = config;
        this.courier = courier;
        this.mapper = mapper;
        this.meters = meters;
    }

    /** Whether a receiver is set at all, be it wrong. */
    public boolean configured() {
        return courier.configured();
    }

    /** Sends to the receiver that is set; where none is, or a wrong one, that is refused. */
    public Delivery send(AlertMessage message) {
        Delivery delivery;
        try {
            WebhookUrl url = courier.url();
            delivery = courier.send(url, message.id(), body(message, url));
        } catch (IllegalArgumentException wrong) {
            delivery = new Delivery("refused", 0, null, wrong.getMessage());
        }
        meters.counter("andon.alert.messages", "outcome", delivery.outcome()).increment();
        return delivery;
    }

    private byte[] body(AlertMessage message, WebhookUrl url) {
        AlertFormat format = config.format().orElse(url.host().equals(SLACK) ? AlertFormat.SLACK : AlertFormat.JSON);
        try {
            return mapper.writeValueAsBytes(format.body(
                    message, new Links(config.dashboardUrl()), config.renotify().plus(LATE)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
