package dev.andon.monitor.seed;

import dev.andon.common.cli.CommandFailure;
import dev.andon.monitor.environment.EnvironmentRepository;
import dev.andon.monitor.ingest.IngestClient;
import dev.andon.monitor.privacy.AuditLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Fills a database that is not production with demonstration data around now, through ingest as any program would. Ids follow from
 * hours, so a second run adds only what came to pass since.
 */
@Singleton
public final class Seed {
    private static final int ITEMS_AT_ONCE = 2_000;
    private static final Duration REQUEST = Duration.ofMinutes(1);
    private static final long POLL_MS = 250;

    private final EnvironmentRepository environment;
    private final IngestClient ingest;
    private final SeedRepository repository;
    private final AuditLog audit;
    private final InstantSource clock;

    Seed(
            EnvironmentRepository environment,
            IngestClient ingest,
            SeedRepository repository,
            AuditLog audit,
            InstantSource clock) {
        this.environment = environment;
        this.ingest = ingest;
        this.repository = repository;
        this.audit = audit;
        this.clock = clock;
    }

    /** What was sent; of it ingest stored what was not there yet. */
    public record Sown(int spans, int chatItems, Instant from, Instant until, double seconds) {}

    /**
     * Sends the data of so many days and waits until the rollups hold it; {@link CommandFailure} says why where it cannot.
     *
     * @param patience how long to wait for the rollups
     */
    public Sown sow(int days, Duration patience) throws InterruptedException {
        refuse();
        long began = System.nanoTime();
        Instant now = clock.instant();
        Instant from = now.truncatedTo(ChronoUnit.DAYS).minus(days - 1L, ChronoUnit.DAYS);
        List<Map<String, Object>> spans = new ArrayList<>();
        List<Map<String, Object>> chats = new ArrayList<>();
        for (Instant hour = from; hour.isBefore(now); hour = hour.plus(1, ChronoUnit.HOURS)) {
            spans.addAll(SeedSpans.of(hour, now));
            chats.addAll(SeedChats.of(hour, now));
        }
        send(IngestClient.CHATS, chats);
        if (!chats.isEmpty() && !repository.arrived((String) chats.getFirst().get("request_id"))) {
            throw new CommandFailure("What ingest took did not arrive in the database of DATABASE_URL. "
                    + "ANDON_INGEST_URL belongs to another installation; nothing else was sent.");
        }
        send(IngestClient.SPANS, spans);
        audit.append(new AuditLog.Entry(
                "andon-seed",
                "seed",
                null,
                "done",
                Map.of("spans", spans.size(), "chat_items", chats.size()),
                "Demonstration data was sent."));
        awaitRollups(patience);
        return new Sown(spans.size(), chats.size(), from, now, (System.nanoTime() - began) / 1e9);
    }

    private void refuse() {
        if (environment.kind().filter("production"::equals).isPresent()) {
            throw new CommandFailure("This database is marked as production, so no demonstration data is put into it. "
                    + "If the mark is wrong: andon monitor environment staging");
        }
        if (!ingest.configured()) {
            throw new CommandFailure(
                    "ANDON_INGEST_URL is not set: the address of ingest, and ANDON_API_KEY with a key of it.");
        }
    }

    private void send(String path, List<Map<String, Object>> items) throws InterruptedException {
        try {
            for (int i = 0; i < items.size(); i += ITEMS_AT_ONCE) {
                ingest.send(path, items.subList(i, Math.min(i + ITEMS_AT_ONCE, items.size())), REQUEST);
            }
        } catch (IngestClient.SendingFailedException failed) {
            throw new CommandFailure(failed.getMessage(), failed);
        }
    }

    private void awaitRollups(Duration patience) throws InterruptedException {
        Instant sent = repository.now();
        long end = System.nanoTime() + patience.toNanos();
        while (!repository.rolledUp(sent)) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("The data is stored, but the rollups did not catch up within "
                        + patience.toSeconds() + " s. Check that ingest and an analyzer are up.");
            }
            new CountDownLatch(1).await(POLL_MS, TimeUnit.MILLISECONDS);
        }
    }
}
