package dev.andon.analyzer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.analyzer.RollupRows;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunQueueTest {
    private static final int CALLERS = 32;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestDatabase database;
    private Instant now;
    private AnalyzerUnderTest analyzer;

    @BeforeEach
    void start() {
        database = PostgresServer.freshDatabase();
        now = Instant.parse("2026-05-06T10:30:00Z");
        analyzer = new AnalyzerUnderTest(database, InstantSource.fixed(now));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void thirty_two_callers_at_once_queue_exactly_one_run() throws Exception {
        Set<UUID> ids = new HashSet<>(atOnce(() -> analyzer.queue.queue("caller", null)));

        assertThat(ids).hasSize(1);
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs"))
                .isEqualTo(1);
    }

    @Test
    void thirty_two_callers_of_a_stale_analysis_queue_exactly_one_run() throws Exception {
        Set<Optional<UUID>> ids = new HashSet<>(atOnce(() -> analyzer.queue.queueIfStale("caller", null)));

        assertThat(ids).hasSize(1);
        assertThat(ids.iterator().next()).isPresent();
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs"))
                .isEqualTo(1);
    }

    @Test
    void a_fresh_success_queues_nothing_and_an_old_one_does() {
        end("SUCCEEDED", "COMPLETED", now.minusSeconds(6 * 86400));
        assertThat(analyzer.queue.staleness().isStale()).isFalse();
        assertThat(analyzer.queue.queueIfStale("caller", null)).isEmpty();

        database.execute("UPDATE telemetry_analysis_runs SET finished_at = finished_at - interval '2 days'");
        assertThat(analyzer.queue.staleness().isStale()).isTrue();
        assertThat(analyzer.queue.queueIfStale("caller", null)).isPresent();
    }

    @Test
    void the_scheduler_waits_after_a_failed_run_and_people_need_not() {
        end("FAILED", "INSUFFICIENT_DATA", now.minusSeconds(600));

        assertThat(analyzer.queue.queueIfStaleAfterPause("scheduler")).isEmpty();
        assertThat(analyzer.queue.queueIfStale("somebody", null)).isPresent();
    }

    @Test
    void the_scheduler_leaves_a_new_database_alone_until_it_has_enough_traces() throws Exception {
        RollupRows rollups = new RollupRows(database);
        rollups.traces(now.minusSeconds(7200), 99, 1000);
        assertThat(analyzer.queue.queueIfStaleAfterPause("scheduler")).isEmpty();

        rollups.traces(now.minusSeconds(10_800), 1, 1000);
        assertThat(analyzer.queue.queueIfStaleAfterPause("scheduler")).isPresent();
    }

    @Test
    void whoever_waits_for_a_queued_run_sees_its_end_whoever_executes_it() throws Exception {
        new RollupRows(database).traces(now.minusSeconds(7200), 120, 1000);
        UUID queued = analyzer.queue.queue("somebody", null);

        List<AnalysisRun> seen = atOnce(() -> analyzer.executor.executeQueued(queued));

        assertThat(seen)
                .hasSize(CALLERS)
                .allSatisfy(run -> assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED));
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs"))
                .isEqualTo(1);
    }

    @Test
    void the_settings_are_those_of_the_operations_guide() {
        assertThat(analyzer.config.windowDays()).isEqualTo(7);
        assertThat(analyzer.config.stalenessThresholdDays()).isEqualTo(7);
        assertThat(analyzer.config.maxItemsPerDimension()).isEqualTo(3);
        assertThat(analyzer.config.minimumTraces()).isEqualTo(100);
        assertThat(AnalyzerUnderTest.config(Map.of(
                                "TELEMETRY_ANALYSIS_WINDOW_DAYS", "14", "TELEMETRY_STALENESS_THRESHOLD_DAYS", "2"))
                        .windowDays())
                .isEqualTo(14);
    }

    @Test
    void many_workers_claim_a_run_once() throws Exception {
        analyzer.queue.queue("caller", 3);

        List<Optional<AnalysisRun>> claims = atOnce(analyzer.queue::claim);

        assertThat(claims.stream().flatMap(Optional::stream)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
            assertThat(run.attempt()).isEqualTo(1);
            assertThat(run.windowDays()).isEqualTo(3);
        });
    }

    @Test
    void a_run_waits_while_another_one_runs() {
        analyzer.queue.queue("first", null);
        analyzer.queue.claim().orElseThrow();
        database.execute("INSERT INTO telemetry_analysis_runs (triggered_by) VALUES ('by hand')");

        assertThat(analyzer.queue.claim()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs WHERE status = 'QUEUED'"))
                .isEqualTo(1);
    }

    @Test
    void a_stuck_run_is_taken_over_and_its_first_worker_can_no_longer_end_it() {
        analyzer.queue.queue("caller", null);
        AnalysisRun first = analyzer.queue.claim().orElseThrow();
        AnalyzerUnderTest later = new AnalyzerUnderTest(database, InstantSource.fixed(now.plusSeconds(601)));

        AnalysisRun second = later.queue.claim().orElseThrow();

        assertThat(second.runId()).isEqualTo(first.runId());
        assertThat(second.attempt()).isEqualTo(2);
        RunEnd end = RunEnd.succeeded(0, "{}");
        assertThat(analyzer.database.<Boolean>write(session -> analyzer.queue.finish(session, first, end)))
                .isFalse();
        assertThat(analyzer.database.<Boolean>write(session -> analyzer.queue.finish(session, second, end)))
                .isTrue();
        assertThat(analyzer.database.<Boolean>write(session -> analyzer.queue.finish(session, second, end)))
                .isFalse();
    }

    @Test
    void a_run_that_got_stuck_three_times_fails_as_stuck() {
        analyzer.queue.queue("caller", null);
        for (int attempt = 0; attempt < 3; attempt++) {
            InstantSource clock = InstantSource.fixed(now.plusSeconds(601L * attempt));
            assertThat(new AnalyzerUnderTest(database, clock).queue.claim()).isPresent();
        }

        assertThat(new AnalyzerUnderTest(database, InstantSource.fixed(now.plusSeconds(1803))).queue.claim())
                .isEmpty();
        assertThat(database.rows("SELECT status, reason_code FROM telemetry_analysis_runs"))
                .containsExactly(List.of("FAILED", "STUCK"));
    }

    @Test
    void many_executors_execute_a_run_once() throws Exception {
        new RollupRows(database).traces(now.minusSeconds(7200), 120, 1000);
        analyzer.queue.queue("caller", null);

        List<Optional<AnalysisRun>> runs = atOnce(analyzer.executor::executeNext);

        assertThat(runs.stream().flatMap(Optional::stream)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.reasonCode()).isEqualTo("COMPLETED");
        });
    }

    private void end(String status, String reason, Instant finished) {
        database.execute(
                "INSERT INTO telemetry_analysis_runs (status, reason_code, triggered_at, finished_at) VALUES ('"
                        + status + "', '" + reason + "', '" + finished + "', '" + finished + "')");
    }

    private <T> List<T> atOnce(Callable<T> call) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(call);
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(calls)) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void whoever_queues_by_sql_gets_the_same_run() throws SQLException {
        UUID mine = analyzer.queue.queue("me", null);

        assertThat(database.text("SELECT telemetry_queue_analysis('sql', 14)")).isEqualTo(mine.toString());
    }
}
