package dev.andon.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.runtime.ShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A service that is stopped while clients go on sending answers each of them, and what it acknowledged is stored. */
class IntakeStopTest {
    private static final int ROUNDS = 20;
    private static final int CLIENTS = 8;

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final AtomicInteger numbers = new AtomicInteger();

    @Test
    void every_client_gets_its_answer_however_close_to_the_stop_it_came() throws Exception {
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SpanIntake intake = LedgerClient.intake(database.jdbcUrl());
            Queue<CompletableFuture<Outcome>> answers = new ConcurrentLinkedQueue<>();
            CountDownLatch sending = new CountDownLatch(CLIENTS);
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.runAsync(
                        () -> send(intake, sending, answers),
                        work -> Thread.ofPlatform().start(work)));
            }
            sending.await();
            intake.stop(new ShutdownEvent());
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);

            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
            acknowledged += (int) answers.stream()
                    .filter(answer -> answer.join() instanceof Outcome.Stored)
                    .count();
            assertThat(intake.spansWaiting()).isZero();
        }

        assertThat(acknowledged).isGreaterThan(ROUNDS);
        assertThat(database.number("SELECT count(DISTINCT trace_id) FROM workflow_trace_log"))
                .isEqualTo(acknowledged);
    }

    /** Until it is told that the service stops. */
    private void send(SpanIntake intake, CountDownLatch sending, Queue<CompletableFuture<Outcome>> answers) {
        while (true) {
            CompletableFuture<Outcome> answer =
                    intake.accept(LedgerClient.batch(numbers.incrementAndGet())).toCompletableFuture();
            answers.add(answer);
            sending.countDown();
            if (answer.isDone()
                    && answer.join() instanceof Outcome.TryLater later
                    && later.reason().contains("stopping")) {
                return;
            }
        }
    }
}
