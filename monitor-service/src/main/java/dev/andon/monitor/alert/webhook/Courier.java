package dev.andon.monitor.alert.webhook;

import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Brings messages to the webhook: again with growing pauses while the receiver may still take them, and never longer than
 * {@code MONITOR_ALERT_GIVE_UP_AFTER} in all. Each request carries the message's id as Idempotency-Key.
 */
@Singleton
public final class Courier {
    private final WebhookConfig config;
    private final InstantSource clock;
    private final Egress egress;
    private final WebhookClient client;
    private final RandomGenerator random;

    @Inject
    Courier(WebhookConfig config, InstantSource clock, Vertx vertx) {
        this(
                config,
                clock,
                new Egress(InetAddress::getAllByName, config.allowPrivate(), config.allowLoopback()),
                new WebhookClient(vertx, config.connectTimeout()),
                new Random());
    }

    Courier(WebhookConfig config, InstantSource clock, Egress egress, WebhookClient client, RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.egress = egress;
        this.client = client;
        this.random = random;
    }

    /** Whether an address is set. */
    public boolean configured() {
        return config.webhookUrl().filter(text -> !text.isBlank()).isPresent();
    }

    /** Where messages go; an {@link IllegalArgumentException} with a sentence for operators where nothing usable is set. */
    public WebhookUrl url() {
        try {
            return WebhookUrl.parse(
                    config.webhookUrl().orElseThrow(() -> new IllegalArgumentException("it is not set.")));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("MONITOR_ALERT_WEBHOOK_URL cannot be used: " + wrong.getMessage());
        }
    }

    /** Sends one message and waits for its end. Never throws for what a receiver does. */
    public Delivery send(WebhookUrl url, String id, byte[] body) {
        long end = System.nanoTime() + config.giveUpAfter().toNanos();
        int tries = 0;
        Answer answer;
        try {
            Duration pause;
            do {
                answer = attempt(url, id, body, tries++, Duration.ofNanos(end - System.nanoTime()));
                pause = pause(answer, tries);
            } while (answer.result() == Answer.Result.FAILED && wait(pause, end));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            answer = Answer.failed("Interrupted.");
        }
        return new Delivery(answer.result().name().toLowerCase(Locale.ROOT), tries, answer.status(), answer.detail());
    }

    private Answer attempt(WebhookUrl url, String id, byte[] body, int number, Duration left)
            throws InterruptedException {
        Duration limit = left.compareTo(config.requestTimeout()) < 0 ? left : config.requestTimeout();
        try {
            List<InetAddress> addresses = egress.addresses(url.host(), limit);
            return client.post(url, addresses.get(number % addresses.size()), headers(id, body), body, limit);
        } catch (Egress.RefusedException refused) {
            return Answer.refused(refused.getMessage());
        } catch (ExecutionException | TimeoutException unknown) {
            return Answer.failed("The name of the receiver's host is not known.");
        }
    }

    private Map<String, String> headers(String id, byte[] body) {
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "andon-monitor");
        headers.put("Idempotency-Key", id);
        headers.put("X-Andon-Timestamp", timestamp);
        config.secret()
                .filter(secret -> !secret.isBlank())
                .ifPresent(secret -> headers.put("X-Andon-Signature", Signature.of(secret, timestamp, body)));
        return headers;
    }

    private Duration pause(Answer answer, int tries) {
        Duration own = Pauses.after(tries, random);
        return answer.retryAfter() != null && answer.retryAfter().compareTo(own) > 0 ? answer.retryAfter() : own;
    }

    /** False where the pause would end after the time that is left. */
    private static boolean wait(Duration pause, long end) throws InterruptedException {
        if (System.nanoTime() + pause.toNanos() >= end) {
            return false;
        }
        new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }
}
