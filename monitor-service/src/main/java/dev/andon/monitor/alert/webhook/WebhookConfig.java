package dev.andon.monitor.alert.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where messages about failing checks go, and what a receiver may cost. */
@ConfigMapping(prefix = "monitor.alert")
public interface WebhookConfig {
    /** Address of the receiver; unset, no messages are sent. Its path is a secret. */
    Optional<String> webhookUrl();

    /** Key of the signature X-Andon-Signature; unset, messages are not signed. */
    Optional<String> secret();

    /** Whether the receiver may be in a private network (10/8, 192.168/16, fc00::/7 and the like). Link-local never is. */
    @WithDefault("false")
    boolean allowPrivate();

    /** Whether the receiver may be on this machine. True under ./andon. */
    @WithDefault("false")
    boolean allowLoopback();

    /** The longest wait for a connection. */
    @WithDefault("3s")
    Duration connectTimeout();

    /** How long one request may take, answer included. */
    @WithDefault("8s")
    Duration requestTimeout();

    /** How long a message is tried again before it is given up, or left to the next round of the service. */
    @WithDefault("30s")
    Duration giveUpAfter();
}
