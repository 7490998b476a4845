package dev.andon.analyzer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.andon.common.histogram.HistogramEntries;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.sql.Database;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class ChatRollupsTest {
    private static final String DRAW = """
            INSERT INTO chat_telemetry (request_id, created_at, source, outcome, domain, model, input_tokens, output_tokens, cost_usd,
                                        latency_ms)
            SELECT 'r' || n, timestamptz '2026-03-01' + (h %% 7) * interval '1 hour' + (h %% 3600) * interval '1 second', 'api',
                   (ARRAY['ok', 'ok', 'ok', 'error', 'timeout', 'cancelled'])[1 + h %% 6],
                   (ARRAY['billing', 'support', NULL])[1 + h %% 3], (ARRAY['small', 'large', NULL, 'a|b'])[1 + h %% 4],
                   h %% 1000, NULLIF(h %% 9, 0), CASE WHEN h %% 5 > 1 THEN (h %% 100000) / 1000000.0 END,
                   CASE WHEN h %% 11 > 0 THEN (h %% 1000000) / 997.0 END
              FROM (SELECT n, abs(hashint4(n + %3$d))::bigint AS h FROM generate_series(%1$d, %2$d) AS n) AS drawn
                ON CONFLICT DO NOTHING
            """;

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final ChatRollups rollups = rollups(database, 3);

    @Test
    void any_order_of_inserts_deletions_changes_and_refreshes_gives_what_the_rows_give() {
        for (int seed = 0; seed < 5; seed++) {
            database.execute("DELETE FROM chat_telemetry");
            Random random = new Random(seed);
            for (int step = 0; step < 40; step++) {
                changeSomething(random, seed);
            }
            rollups.runToEnd();

            assertThat(contents(database)).isEqualTo(fromScratch()).isNotEmpty();
            assertThat(database.number("SELECT count(*) FROM chat_telemetry_changes"))
                    .isZero();
        }
    }

    private void changeSomething(Random random, int seed) {
        int from = random.nextInt(2000);
        switch (random.nextInt(6)) {
            case 0, 1 -> database.execute(DRAW.formatted(from, from + random.nextInt(300), seed));
            case 2 ->
                database.execute("DELETE FROM chat_telemetry WHERE request_id LIKE 'r" + random.nextInt(99) + "%'");
            case 3 ->
                database.execute("UPDATE chat_telemetry SET created_at = created_at - interval '50 minutes'"
                        + " WHERE request_id LIKE 'r" + random.nextInt(99) + "%'");
            case 4 -> rollups.runOnce();
            default ->
                database.execute("SELECT refresh_chat_telemetry_rollups('2026-03-01 02:30+00', '2026-03-01 04:10+00')");
        }
    }

    @Test
    void figures_are_those_of_the_rows() throws SQLException {
        database.execute(DRAW.formatted(1, 3000, 1));
        rollups.runToEnd();

        assertThat(database.rows("""
                SELECT bucket_start, domain, requests, errors, input_tokens, output_tokens, priced_requests, cost_usd, latency_p50_ms,
                       latency_p95_ms
                  FROM chat_telemetry_domain_rollups ORDER BY bucket_start, domain
                """)).hasSize(24).isEqualTo(database.rows("""
                SELECT date_trunc('hour', created_at, 'UTC') AS hour, coalesce(domain, '(unknown)') AS key, count(*),
                       count(*) FILTER (WHERE outcome IN ('error', 'timeout')), sum(input_tokens), sum(output_tokens), count(cost_usd),
                       sum(cost_usd), percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms),
                       percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_ms)
                  FROM chat_telemetry GROUP BY 1, 2 ORDER BY 1, 2
                """));
        double exact = Double.parseDouble(
                database.text("SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_ms) FROM chat_telemetry"));
        assertThat(overall().quantile(0.95) / 1000).isCloseTo(exact, within(exact * 0.01));
    }

    private LogHistogram overall() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT string_agg(latency_histogram, '') FROM chat_telemetry_rollups")) {
            row.next();
            return HistogramEntries.sum(row.getBytes(1));
        }
    }

    @Test
    void a_change_that_commits_late_is_not_missed_and_holds_the_time_back() throws SQLException {
        try (Connection late = database.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(DRAW.formatted(1, 10, 1));
            Instant before = rollups.runToEnd().asOf();
            database.execute(DRAW.formatted(11, 20, 1));
            rollups.runToEnd();
            late.commit();

            Instant after = rollups.runToEnd().asOf();
            assertThat(after).isAfter(before);
        }
        assertThat(database.number("SELECT sum(requests) FROM chat_telemetry_rollups"))
                .isEqualTo(20);
        assertThat(contents(database)).isEqualTo(fromScratch());
    }

    @Test
    void two_instances_at_once_leave_the_same_rollups() throws Exception {
        ChatRollups other = rollups(database, 2);
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            Future<?> writes = pool.submit(() -> {
                for (int from = 0; from < 600; from += 20) {
                    database.execute(DRAW.formatted(from, from + 19, 3));
                }
            });
            for (ChatRollups instance : List.of(rollups, other)) {
                pool.submit(() -> {
                    while (!writes.isDone()) {
                        instance.runOnce();
                    }
                });
            }
            writes.get();
        }
        rollups.runToEnd();

        assertThat(contents(database)).isEqualTo(fromScratch());
        assertThat(database.number("SELECT sum(requests) FROM chat_telemetry_rollups"))
                .isEqualTo(600);
    }

    @Test
    void refreshing_twice_gives_the_same_rows_and_an_hour_without_rows_has_none() {
        database.execute(DRAW.formatted(1, 100, 1));
        rollups.runToEnd();
        String once = contents(database);

        database.execute("SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')");
        assertThat(contents(database)).isEqualTo(once);

        database.execute("DELETE FROM chat_telemetry");
        rollups.runToEnd();
        assertThat(database.number("SELECT count(*) FROM chat_telemetry_model_rollups"))
                .isZero();
    }

    private static ChatRollups rollups(TestDatabase database, int notes) {
        PGSimpleDataSource asAnalyzer = new PGSimpleDataSource();
        asAnalyzer.setUrl(database.jdbcUrl() + "?options=-c%20role=andon_analyzer");
        asAnalyzer.setUser("postgres");
        return new ChatRollups(new Database(asAnalyzer), notes);
    }

    private static String contents(TestDatabase database) {
        return database.rows("""
                SELECT 'all', '', to_jsonb(r) - 'refreshed_at' FROM chat_telemetry_rollups AS r
                UNION ALL
                SELECT 'domain', domain, to_jsonb(r) - 'refreshed_at' FROM chat_telemetry_domain_rollups AS r
                UNION ALL
                SELECT 'model', model, to_jsonb(r) - 'refreshed_at' FROM chat_telemetry_model_rollups AS r
                ORDER BY 1, 3, 2
                """).toString();
    }

    private String fromScratch() {
        database.execute("""
                DELETE FROM chat_telemetry_rollups;
                DELETE FROM chat_telemetry_domain_rollups;
                DELETE FROM chat_telemetry_model_rollups;
                SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')
                """);
        return contents(database);
    }
}
