package dev.andon.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.request.RequestRepository.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** An erasure reads the store four times and once more to verify; the log has the figures. -Dandon.spans=1000000 for more. */
class ErasureSpeedTest {
    private static final Logger LOG = Logger.getLogger(ErasureSpeedTest.class);
    private static final int SPANS = Integer.getInteger("andon.spans", 40_000);
    private static final String STORE = """
            SELECT ensure_span_partitions(date '2026-11-20', date '2026-11-29');
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status, span_name,
                   service_name, user_id, conversation_id, attributes)
            SELECT timestamptz '2026-11-20' + n * interval '10 days' / %1$d, n %% 1000, 1, md5((n / 5)::text), left(md5('s' || n), 16), 'llm',
                   'INTERNAL', 'OK', 'chat', 'svc', CASE WHEN n %% 5 = 0 THEN 'user-' || n / 5 %% 400 || '-x' END,
                   CASE WHEN n %% 5 = 0 THEN 'conversation-' || n / 5 %% 4000 END,
                   jsonb_build_object('gen_ai.request.model', 'gpt-4o', 'gen_ai.usage.input_tokens', n %% 900,
                                      'prompt', md5(n::text) || repeat(md5((n + 1)::text) || ' ', 12), 'http.route', '/v1/chat')
              FROM generate_series(1, %1$d) AS n;
            ANALYZE workflow_trace_log
            """;

    @Test
    void an_erasure_costs_a_few_readings_of_the_store() {
        TestDatabase database = PostgresServer.freshDatabase();
        database.execute(STORE.formatted(SPANS));
        database.execute("VACUUM ANALYZE");
        RequestRepository requests = new RequestRepository(asMonitor(database));
        RequestConfig config = new ErasureStepsTest.Pages(256, Duration.ofHours(1), 100);
        Instant now = Instant.parse("2026-11-29T12:00:00Z");
        UUID id = requests.open(
                RequestKind.ERASE,
                "0".repeat(32),
                Identifiers.of(List.of("user-77-x", "user77@example.com")),
                new Order("op", "case 1", null, true),
                now);
        requests.claim("w", now, config.lease(), id);

        Duration reading =
                timed(() -> database.number("SELECT count(*) FROM workflow_trace_log WHERE attributes::text = ''"));
        Duration steps = timed(() -> {
            String phase = "";
            while (!phase.equals("verify")) {
                phase = requests.step(id, "w", now, config);
            }
        });
        Duration verification =
                timed(() -> assertThat(requests.verify(id, "w", now, config)).isEqualTo("verified"));

        LOG.infof(
                "%d spans, %s: reading %d ms, steps %d ms, verification %d ms",
                SPANS,
                database.text(
                        "SELECT pg_size_pretty(sum(pg_total_relation_size(relid))) FROM pg_partition_tree('workflow_trace_log')"),
                reading.toMillis(),
                steps.toMillis(),
                verification.toMillis());
        // Wide, for machines that do something else too; a plan that reads the store again for each row is far beyond.
        assertThat(verification).isLessThan(reading.multipliedBy(50).plusSeconds(10));
        assertThat(steps).isLessThan(reading.multipliedBy(200).plusSeconds(60));
        assertThat(database.number(
                        "SELECT anonymised FROM gdpr_request_tables WHERE table_name = 'workflow_trace_log'"))
                .isEqualTo(SPANS / 400);
    }

    private static Duration timed(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static PGSimpleDataSource asMonitor(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser("postgres");
        source.setOptions("-c role=andon_monitor");
        return source;
    }
}
