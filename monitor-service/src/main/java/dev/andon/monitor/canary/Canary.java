package dev.andon.monitor.canary;

import dev.andon.monitor.ingest.IngestClient;
import dev.andon.monitor.probe.Probe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends a marked span and a marked chat request as a client would, and follows them to their page. They carry the service
 * {@code andon-canary} and a midnight of two months ago: so they are in no window of an analysis and in no figure about these days, no
 * check takes them for traffic, and retention deletes them with what is as old.
 */
@Singleton
final class Canary {
    static final String SERVICE = "andon-canary";

    private static final long POLL_MS = 100;
    private static final int OK = 200;

    private final IngestClient ingest;
    private final CanaryRepository repository;
    private final CanaryConfig config;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Probe probe = new Probe();

    Canary(
            IngestClient ingest,
            CanaryRepository repository,
            CanaryConfig config,
            MeterRegistry meters,
            InstantSource clock) {
        this.ingest = ingest;
        this.repository = repository;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
    }

    /** Whether there is an ingest to send it to. */
    boolean configured() {
        return ingest.configured();
    }

    /** Flies once, within the limit of the settings. */
    Flight fly() throws InterruptedException {
        Flight flight = fly(UUID.randomUUID().toString().replace("-", ""));
        flight.took()
                .forEach((step, millis) -> Timer.builder("andon.canary.step")
                        .tag("step", step.name().toLowerCase(java.util.Locale.ROOT))
                        .register(meters)
                        .record(Math.round(millis * 1_000), TimeUnit.MICROSECONDS));
        meters.counter("andon.canary.flights", "outcome", flight.failed() == null ? "landed" : "lost")
                .increment();
        return flight;
    }

    private Flight fly(String id) throws InterruptedException {
        long end = System.nanoTime() + config.limit().toNanos();
        Instant hour = clock.instant().minus(config.age()).truncatedTo(ChronoUnit.DAYS);
        Flight.Log log = new Flight.Log();
        try {
            ingest.send(IngestClient.SPANS, List.of(span(id, hour)), left(end));
            ingest.send(IngestClient.CHATS, List.of(chat(id, hour)), left(end));
        } catch (IngestClient.SendingFailedException failed) {
            return log.lost(Step.INGEST, failed.getMessage());
        }
        log.past(Step.INGEST);
        for (Map.Entry<Step, Callable<String>> step : way(id, hour, end).entrySet()) {
            String missing = await(end, step.getValue());
            if (missing != null) {
                return log.lost(step.getKey(), missing);
            }
            log.past(step.getKey());
        }
        return log.landed();
    }

    /** What has to be seen after ingest took it, in order; each gives what is missing, null where nothing is. */
    private Map<Step, Callable<String>> way(String id, Instant hour, long end) {
        Map<Step, Callable<String>> way = new EnumMap<>(Step.class);
        way.put(Step.QUERY, () -> seen(ingest.get("/api/v1/traces/" + id, left(end)), id));
        way.put(
                Step.ROLLUP,
                () -> repository.rolledUp(id, "canary-" + id, SERVICE, hour) ? null : "not within the limit");
        config.dashboardUrl()
                .filter(url -> !url.isBlank())
                .map(url -> url.replaceAll("/+$", "") + "/traces/" + id)
                .ifPresent(page -> way.put(Step.PAGE, () -> seen(probe.get(page, ingest.key(), left(end)), SERVICE)));
        return way;
    }

    private static String seen(Probe.Seen seen, String marker) {
        return seen.status() == OK && seen.body().contains(marker) ? null : seen.said();
    }

    /** Asks again until there is nothing missing, or the time is over; returns what was missing last. */
    private static String await(long end, Callable<String> missing) throws InterruptedException {
        while (true) {
            String what = ask(missing);
            if (what == null || System.nanoTime() >= end) {
                return what;
            }
            new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static String ask(Callable<String> missing) throws InterruptedException {
        try {
            return missing.call();
        } catch (InterruptedException | RuntimeException passedOn) {
            throw passedOn;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> span(String id, Instant hour) {
        return Map.of(
                "service",
                SERVICE,
                "trace_id",
                id,
                "span_id",
                id.substring(16),
                "span_type",
                "span",
                "span_name",
                "canary",
                "start_time",
                hour.toString(),
                "duration_ms",
                1);
    }

    private static Map<String, Object> chat(String id, Instant hour) {
        return Map.of(
                "request_id",
                "canary-" + id,
                "created_at",
                hour.toString(),
                "domain",
                SERVICE,
                "model",
                SERVICE,
                "outcome",
                "ok",
                "latency_ms",
                1);
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(end - System.nanoTime(), 1_000_000));
    }
}
