package dev.andon.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.andon.common.sql.SqlFailure;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.request.RequestRepository.Order;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Wherever an erasure is cut off, it goes on and ends the same; two workers never have one; what comes late is found. */
class ErasureStepsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Set<String> ENDS = Set.of("verified", "failed", "requested");

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final RequestRepository requests = new RequestRepository(asMonitor(database));
    private final RequestConfig config = new Pages(4, Duration.ofMinutes(1), 90);

    record Pages(int pages, Duration lease, int largePercent) implements RequestConfig {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public String every() {
            return "1s";
        }

        @Override
        public int rounds() {
            return 3;
        }

        @Override
        public Duration warnBefore() {
            return Duration.ofDays(7);
        }
    }

    @BeforeEach
    void tell() {
        Person.tell(database);
        Person.tellHers(database);
    }

    @Test
    void killed_after_every_step_it_ends_as_if_nothing_had_happened() {
        TestDatabase whole = copy();
        UUID id = open();

        Instant now = NOW;
        int kills = 0;
        for (String phase = ""; !phase.equals("verified"); kills++) {
            // Nobody lets go: the lease of the dead one has to run out.
            now = now.plus(2, ChronoUnit.MINUTES);
            String worker = "worker " + kills;
            assertThat(requests.claim(worker, now, config.lease(), null)).contains(id);
            phase = next(requests, id, worker, now, phase);
            assertThat(database.text("SELECT state FROM gdpr_requests").equals("verified"))
                    .isEqualTo(phase.equals("verified"));
        }

        RequestRepository other = new RequestRepository(asMonitor(whole));
        runToEnd(other, open(other));
        assertThat(kills).isGreaterThan(80);
        assertThat(Person.found(database)).isEmpty();
        assertThat(contents(database)).containsExactlyInAnyOrderElementsOf(contents(whole));
    }

    @Test
    void a_step_that_is_rolled_back_leaves_the_request_where_it_was() {
        UUID id = open();
        assertThat(requests.claim("w", NOW, config.lease(), id)).contains(id);
        String phase = "";
        while (!phase.equals("erase")) {
            phase = next(requests, id, "w", NOW, phase);
        }
        List<String> before = Person.dump(database);
        database.execute("ALTER TABLE gdpr_request_tables ADD CONSTRAINT crash CHECK (anonymised = 0)");

        assertThatThrownBy(() -> runToEnd(requests, id, "w")).isInstanceOf(SqlFailure.class);

        assertThat(Person.dump(database).stream().filter(line -> !line.startsWith("gdpr_")))
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .filter(line -> !line.startsWith("gdpr_"))
                        .toList());
        database.execute("ALTER TABLE gdpr_request_tables DROP CONSTRAINT crash");
        assertThat(runToEnd(requests, id, "w")).isEqualTo("verified");
    }

    @Test
    void a_verification_however_long_holds_up_neither_the_fold_nor_is_it_taken_over() throws Exception {
        UUID id = open();
        requests.claim("w", NOW, config.lease(), id);
        String phase = "";
        while (!phase.equals("verify")) {
            phase = next(requests, id, "w", NOW, phase);
        }
        CompletableFuture<String> verification;
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE retention_runs");
            verification = CompletableFuture.supplyAsync(() -> requests.verify(id, "w", NOW, config));
            String waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND query LIKE '%gdpr_request_verify%' AND wait_event_type = 'Lock'";
            await().until(() -> database.number(waiting) == 1);

            assertThat(database.number(waiting + " AND backend_xid IS NULL")).isEqualTo(1);
            assertThat(requests.claim("other", NOW.plus(1, ChronoUnit.DAYS), config.lease(), id))
                    .isEmpty();
            other.rollback();
        }
        assertThat(verification.get()).isEqualTo("verified");
    }

    @Test
    void a_lost_connection_is_no_failure_of_the_request() {
        UUID id = open();
        AtomicInteger steps = new AtomicInteger();
        new RequestWorker(requests, config, () -> NOW).run(id, phase -> {
            if (steps.incrementAndGet() == 30) {
                database.execute("""
                                CREATE FUNCTION stop_me() RETURNS trigger LANGUAGE plpgsql AS $$
                                BEGIN
                                    PERFORM pg_terminate_backend(pg_backend_pid());
                                    RETURN new;
                                END $$;
                                CREATE TRIGGER stop_me BEFORE UPDATE ON gdpr_request_tables FOR EACH ROW EXECUTE FUNCTION stop_me()
                                """);
            }
        });
        assertThat(database.text("SELECT state || ' ' || state_reason FROM gdpr_requests"))
                .startsWith("requested SQLSTATE 57P01");

        database.execute("DROP TRIGGER stop_me ON gdpr_request_tables");
        new RequestWorker(requests, config, () -> NOW.plusSeconds(60)).run(id, phase -> {});
        assertThat(requests.find(id).orElseThrow().verified()).isTrue();
        assertThat(Person.found(database)).isEmpty();
    }

    @Test
    void of_two_workers_one_has_the_request_and_the_one_that_lost_it_is_refused() {
        UUID id = open();

        assertThat(requests.claim("a", NOW, config.lease(), id)).contains(id);
        assertThat(requests.claim("b", NOW.plusSeconds(59), config.lease(), null))
                .isEmpty();
        assertThat(requests.claim("b", NOW.plusSeconds(60), config.lease(), null))
                .contains(id);

        assertThatThrownBy(() -> requests.step(id, "a", NOW.plusSeconds(60), config))
                .isInstanceOfSatisfying(
                        SqlFailure.class, lost -> assertThat(lost.sqlState()).isEqualTo("55000"));
        assertThat(runToEnd(requests, id, "b")).isEqualTo("verified");
        assertThatThrownBy(() -> requests.verify(id, "b", NOW, config)).isInstanceOf(SqlFailure.class);
        assertThat(requests.claim("c", NOW.plus(1, ChronoUnit.DAYS), config.lease(), id))
                .isEmpty();
    }

    @Test
    void many_workers_at_once_carry_it_out_once() {
        UUID id = open();

        List<CompletableFuture<Optional<UUID>>> workers = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            RequestWorker worker = new RequestWorker(requests, config, () -> NOW);
            workers.add(CompletableFuture.supplyAsync(() -> worker.run(id, phase -> {})));
        }

        assertThat(workers.stream().map(CompletableFuture::join).filter(Optional::isPresent))
                .hasSize(1);
        assertThat(database.number("SELECT count(*) FROM gdpr_audit_log WHERE outcome = 'verified'"))
                .isEqualTo(1);
    }

    @Test
    void what_comes_while_it_runs_is_found_and_erased_too() {
        UUID id = open();
        requests.claim("w", NOW, config.lease(), id);
        String phase = "";
        while (!phase.equals("verify")) {
            phase = next(requests, id, "w", NOW, phase);
        }
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                       span_name, service_name, user_id, conversation_id, attributes)
                VALUES (now(), 1, 1, md5('late'), 'cccccccccccccccc', 'llm', 'CLIENT', 'OK', 'chat', 'svc', 'u-alice-77', 'conv-alice-9',
                        '{"prompt": "her secret"}');
                INSERT INTO conversations VALUES ('conv-alice-9', now(), now(), NULL, NULL);
                INSERT INTO messages (message_id, conversation_id, sent_at, role, content)
                VALUES ('late', 'conv-alice-9', now(), 'user', 'her secret')
                """);

        assertThat(next(requests, id, "w", NOW, phase)).isEqualTo("conversations");
        assertThat(runToEnd(requests, id, "w")).isEqualTo("verified");

        assertThat(Person.found(database)).isEmpty();
        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(51);
        assertThat(database.text("SELECT receipt ->> 'rounds' FROM gdpr_requests"))
                .isEqualTo("2");
    }

    @Test
    void what_never_stops_coming_fails_and_can_be_resumed() {
        database.execute("""
                CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO ops_agent_events (type, data) VALUES ('AGAIN', '{"who": "u-alice-77"}');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER again AFTER UPDATE OF phase ON gdpr_requests FOR EACH ROW WHEN (new.phase = 'verify')
                EXECUTE FUNCTION again()
                """);
        UUID id = open();
        requests.claim("w", NOW, config.lease(), id);

        assertThat(runToEnd(requests, id, "w")).isEqualTo("failed");
        assertThat(database.text("SELECT state_reason FROM gdpr_requests")).contains("ROWS_LEFT: 1 rows", "3 rounds");
        assertThat(database.number("SELECT count(*) FROM gdpr_audit_log WHERE outcome = 'failed'"))
                .isEqualTo(1);

        database.execute("DROP TRIGGER again ON gdpr_requests");
        assertThat(requests.resume(id, "op", false)).isTrue();
        requests.claim("w", NOW, config.lease(), id);
        assertThat(runToEnd(requests, id, "w")).isEqualTo("verified");
        assertThat(Person.found(database)).isEmpty();
    }

    @Test
    void an_analysis_that_may_have_read_the_person_is_waited_for() {
        database.execute(
                "INSERT INTO telemetry_analysis_runs (status, started_at) VALUES ('RUNNING', '2026-11-29 11:59:00Z')");
        UUID id = open();

        new RequestWorker(requests, config, () -> NOW).run(id, phase -> {});
        assertThat(database.text("SELECT state || ' ' || state_reason FROM gdpr_requests"))
                .startsWith("requested WAITS_FOR_ANALYSIS");

        database.execute("""
                UPDATE telemetry_analysis_runs
                   SET status = 'SUCCEEDED', finished_at = now(), output_ref = '{"key": "u-alice-77"}'
                 WHERE status = 'RUNNING'
                """);
        new RequestWorker(requests, config, () -> NOW.plusSeconds(60)).run(id, phase -> {});
        assertThat(database.text("SELECT state FROM gdpr_requests")).isEqualTo("verified");
        assertThat(Person.found(database)).isEmpty();
    }

    @Test
    void a_legal_hold_stops_it_at_the_next_step_and_it_goes_on_when_that_is_released() {
        UUID id = open();
        requests.claim("w", NOW, config.lease(), id);
        String phase = "";
        while (!phase.equals("erase")) {
            phase = next(requests, id, "w", NOW, phase);
        }
        database.execute(
                "SELECT retention_add_hold('conversation', 'conv-alice-1', repeat('1', 32), 'case 2', 'counsel')");
        List<String> before = contents(database);

        assertThat(next(requests, id, "w", NOW, phase)).isEqualTo("requested");
        assertThat(requests.find(id).orElseThrow().held()).isTrue();
        new RequestWorker(requests, config, () -> NOW.plus(1, ChronoUnit.HOURS)).run(id, step -> {});
        assertThat(contents(database)).isEqualTo(before);

        database.execute("SELECT retention_release_hold((SELECT max(hold_id) FROM retention_holds), 'counsel')");
        new RequestWorker(requests, config, () -> NOW.plus(2, ChronoUnit.HOURS)).run(id, step -> {});
        assertThat(requests.find(id).orElseThrow().verified()).isTrue();
        assertThat(Person.found(database)).isEmpty();
    }

    @Test
    void a_hold_on_somebody_whose_rows_mention_the_person_stops_it_before_anything_changes() {
        database.execute("SELECT retention_add_hold('person', 'u-bob-1', repeat('1', 32), 'case 2', 'counsel')");
        List<String> before = contents(database);
        UUID id = open();

        new RequestWorker(requests, config, () -> NOW).run(id, step -> {});
        assertThat(requests.find(id).orElseThrow().held()).isTrue();
        assertThat(contents(database)).isEqualTo(before);

        database.execute("SELECT retention_release_hold((SELECT max(hold_id) FROM retention_holds), 'counsel')");
        new RequestWorker(requests, config, () -> NOW.plus(1, ChronoUnit.HOURS)).run(id, step -> {});
        assertThat(requests.find(id).orElseThrow().verified()).isTrue();
    }

    @Test
    void a_conversation_of_somebody_else_stays_theirs_whoever_spoke_in_it() {
        database.execute("""
                INSERT INTO chat_telemetry (created_at, request_id, source, outcome, conversation_id, user_id)
                VALUES (now(), 'guest', 'api', 'ok', 'conv-bob-1', 'u-alice-77')
                """);
        UUID id = open();
        requests.claim("w", NOW, config.lease(), id);

        assertThat(runToEnd(requests, id, "w")).isEqualTo("verified");

        assertThat(database.number("SELECT count(*) FROM messages WHERE conversation_id = 'conv-bob-1'"))
                .isEqualTo(51);
        assertThat(database.text("SELECT coalesce(user_id, '-') FROM chat_telemetry WHERE request_id = 'guest'"))
                .isEqualTo("-");
    }

    @Test
    void the_monitor_may_change_nothing_but_by_the_functions() {
        database.execute("SET ROLE andon_monitor; SELECT gdpr_request_claim('w', now(), '1 minute')");
        for (String sql : List.of(
                "UPDATE gdpr_requests SET state = 'verified'",
                "DELETE FROM gdpr_request_identifiers",
                "DELETE FROM messages",
                "INSERT INTO gdpr_catalog_tables VALUES ('x', 1, 'none', false, '')",
                "SELECT gdpr_request_pages(gen_random_uuid(), 'erase', 'messages', 'messages', 'delete', 0, 1)")) {
            assertThatThrownBy(() -> database.execute("SET ROLE andon_monitor; " + sql))
                    .hasMessageContaining("permission denied");
        }
    }

    private UUID open() {
        return open(requests);
    }

    private static UUID open(RequestRepository requests) {
        return requests.open(
                RequestKind.ERASE,
                "0".repeat(32),
                Identifiers.of(Person.IDENTIFIERS),
                new Order("op", "case 1", null, true),
                NOW);
    }

    private void runToEnd(RequestRepository repository, UUID id) {
        repository.claim("w", NOW, config.lease(), id);
        assertThat(runToEnd(repository, id, "w")).isEqualTo("verified");
    }

    private String runToEnd(RequestRepository repository, UUID id, String worker) {
        String phase = repository.find(id).orElseThrow().phase();
        do {
            phase = next(repository, id, worker, NOW, phase);
        } while (!ENDS.contains(phase));
        return phase;
    }

    private String next(RequestRepository repository, UUID id, String worker, Instant now, String phase) {
        return phase.equals("verify")
                ? repository.verify(id, worker, now, config)
                : repository.step(id, worker, now, config);
    }

    private TestDatabase copy() {
        TestDatabase copy = new TestDatabase(database.port(), database.name() + "_whole");
        new TestDatabase(database.port(), "postgres")
                .execute("CREATE DATABASE " + copy.name() + " TEMPLATE " + database.name());
        return copy;
    }

    /** Without what is a random id or the moment of the test. */
    private static List<String> contents(TestDatabase database) {
        return Person.dump(database).stream()
                .filter(line -> !line.matches(
                        "(?s)(gdpr_|flyway|rollup_rebuilds|chat_telemetry_changes|telemetry_threshold).*"))
                .map(line -> line.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "(id)")
                        .replaceAll("erased [0-9a-f]{8}", "erased (token)"))
                .toList();
    }

    private static PGSimpleDataSource asMonitor(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser("postgres");
        source.setOptions("-c role=andon_monitor");
        return source;
    }
}
