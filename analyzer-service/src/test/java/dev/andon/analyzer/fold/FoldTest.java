package dev.andon.analyzer.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.fold.Fold.Cycle;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.TraceSpan;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class FoldTest {
    private final TestDatabase database = PostgresServer.freshDatabase();
    private final Fold fold = new Fold(asAnalyzer(database), FoldLimits.DEFAULT);

    @Test
    void any_order_of_arrival_and_any_split_give_the_same_rollups() throws SQLException {
        for (int seed = 0; seed < 6; seed++) {
            List<TraceSpan> spans = new DrawnTraces(seed).draw(40, 25);
            TestDatabase inPieces = PostgresServer.freshDatabase();
            Random random = new Random(seed);
            List<TraceSpan> shuffled = new ArrayList<>(spans);
            Collections.shuffle(shuffled, random);
            Fold bounded = new Fold(asAnalyzer(inPieces), new FoldLimits(30, 7, 200_000, 2_000));
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(60));
                SpanStore.store(inPieces, shuffled.subList(from, to));
                from = to;
                if (random.nextBoolean()) {
                    bounded.runOnce();
                }
            }
            bounded.runToEnd();

            assertThat(rollups(inPieces)).isEqualTo(rollupsAtOnce(spans)).isNotEmpty();
        }
    }

    @Test
    void every_span_is_an_operation_sample_once() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(1).draw(50, 20);
        SpanStore.store(database, spans);

        Cycle cycle = fold.runToEnd();

        assertThat(cycle.spans()).isEqualTo(spans.size());
        assertThat(cycle.traces()).isEqualTo(50);
        assertThat(samples("operation")).isEqualTo(spans.size());
        assertThat(database.number("SELECT sum(calls) FROM call_rollups")).isEqualTo(spans.size());
        assertThat(database.number("SELECT sum(span_count) FROM trace_summaries"))
                .isEqualTo(spans.size());
    }

    @Test
    void hours_count_their_traces_and_the_executions_that_begin_in_them() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(9).draw(80, 20);
        Collections.shuffle(spans, new Random(9));
        Fold bounded = new Fold(asAnalyzer(database), new FoldLimits(30, 7, 200_000, 2_000));
        for (int from = 0; from < spans.size(); from += 40) {
            SpanStore.store(database, spans.subList(from, Math.min(spans.size(), from + 40)));
            bounded.runToEnd();
        }

        assertThat(database.rows("""
                SELECT bucket_start, traces, failed, executions, duration_us, input_tokens
                  FROM trace_rollups
                 ORDER BY bucket_start
                """)).hasSizeGreaterThan(20).isEqualTo(database.rows("""
                SELECT date_bin('1 hour', t.started_at, timestamptz 'epoch') AS hour,
                       count(*),
                       count(*) FILTER (WHERE status = 'ERROR'),
                       count(*) FILTER (WHERE t.trace_id = first.trace_id),
                       sum(duration_ms * 1000)::bigint,
                       sum(input_tokens)
                  FROM trace_summaries t
                  LEFT JOIN LATERAL (SELECT trace_id
                                       FROM trace_summaries f
                                      WHERE f.workflow_execution_id = t.workflow_execution_id
                                      ORDER BY started_at, trace_id
                                      LIMIT 1) first ON true
                 GROUP BY hour
                 ORDER BY hour
                """));
        assertThat(database.number("SELECT sum(executions) FROM trace_rollups")).isEqualTo(6);
    }

    @Test
    void a_transaction_that_commits_late_is_folded_then() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(2).draw(30, 10);
        List<TraceSpan> late = spans.subList(0, 40);
        List<TraceSpan> early = spans.subList(40, spans.size());
        try (Connection open = database.connect()) {
            open.setAutoCommit(false);
            SpanStore.write(open, late);
            SpanStore.store(database, early);

            Cycle meanwhile = fold.runToEnd();
            // What committed above the open transaction waits with it, and as_of says so.
            assertThat(meanwhile.spans()).isZero();
            assertThat(database.text("""
                    SELECT w.as_of <= min(b.received_at)
                      FROM rollup_watermarks w, span_batches b
                     WHERE w.name = 'spans'
                     GROUP BY w.as_of
                    """)).isEqualTo("t");
            open.commit();
        }

        assertThat(fold.runToEnd().spans()).isEqualTo(spans.size());
        assertThat(samples("operation")).isEqualTo(spans.size());
    }

    @Test
    void spans_sent_again_change_nothing() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(3).draw(20, 10);
        SpanStore.store(database, spans);
        fold.runToEnd();
        List<List<String>> before = rollups(database);

        SpanStore.store(database, spans);
        Cycle again = fold.runToEnd();

        assertThat(again.spans()).isZero();
        assertThat(again.traces()).isZero();
        assertThat(rollups(database)).isEqualTo(before);
    }

    @Test
    void two_folders_at_once_fold_each_span_once() throws Exception {
        List<TraceSpan> spans = new DrawnTraces(4).draw(200, 15);
        AtomicInteger stored = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> folders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Fold own = new Fold(asAnalyzer(database), new FoldLimits(100, 20, 200_000, 2_000));
                folders.add(threads.submit(() -> {
                    while (stored.get() < spans.size()) {
                        own.runOnce();
                    }
                    return null;
                }));
            }
            for (int from = 0; from < spans.size(); from += 25) {
                SpanStore.store(database, spans.subList(from, Math.min(spans.size(), from + 25)));
                stored.addAndGet(25);
            }
            for (Future<?> folder : folders) {
                folder.get();
            }
        }
        fold.runToEnd();

        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans));
    }

    @Test
    void a_cycle_that_dies_leaves_nothing_and_is_done_again() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(5).draw(20, 10);
        SpanStore.store(database, spans);
        database.execute("ALTER TABLE call_rollups ADD CONSTRAINT crash CHECK (calls < 0)");
        assertThatThrownBy(fold::runOnce).hasMessageContaining("crash");
        assertThat(database.number("SELECT count(*) FROM dimension_rollups")).isZero();
        assertThat(database.number("SELECT count(*) FROM trace_summaries")).isZero();

        database.execute("ALTER TABLE call_rollups DROP CONSTRAINT crash");
        assertThat(fold.runOnce().spans()).isEqualTo(spans.size());
    }

    @Test
    void keys_beyond_the_limit_of_an_hour_count_as_other_and_stay_exact() throws SQLException {
        Fold few = new Fold(asAnalyzer(database), new FoldLimits(50_000, 10, 200_000, 4));
        List<TraceSpan> spans = new DrawnTraces(6).draw(40, 20);
        List<TraceSpan> shuffled = new ArrayList<>(spans);
        Collections.shuffle(shuffled, new Random(6));
        for (int from = 0; from < shuffled.size(); from += 50) {
            SpanStore.store(database, shuffled.subList(from, Math.min(shuffled.size(), from + 50)));
            few.runOnce();
        }
        few.runToEnd();

        assertThat(samples("operation")).isEqualTo(spans.size());
        assertThat(database.number("SELECT sum(calls) FROM call_rollups")).isEqualTo(spans.size());
        assertThat(database.number("""
                SELECT max(keys)
                  FROM (SELECT count(*) FILTER (WHERE dimension_key <> '(other)') AS keys
                          FROM dimension_rollups
                         GROUP BY bucket_start, dimension_type) k
                """)).isEqualTo(4);
        assertThat(database.number("SELECT min(samples) FROM dimension_rollups"))
                .isNotNegative();
        assertThat(database.number("SELECT count(*) FROM dimension_rollups WHERE dimension_key = '(other)'"))
                .isPositive();
    }

    @Test
    void a_higher_limit_of_keys_leaves_hours_that_overflowed_exact() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(8).draw(40, 20);
        Collections.shuffle(spans, new Random(8));
        SpanStore.store(database, spans.subList(0, spans.size() / 2));
        new Fold(asAnalyzer(database), new FoldLimits(50_000, 10, 200_000, 4)).runToEnd();

        SpanStore.store(database, spans.subList(spans.size() / 2, spans.size()));
        fold.runToEnd();

        assertThat(samples("operation")).isEqualTo(spans.size());
        assertThat(database.number("SELECT sum(calls) FROM call_rollups")).isEqualTo(spans.size());
        assertThat(database.number("SELECT min(samples) FROM dimension_rollups"))
                .isNotNegative();
    }

    @Test
    void a_trace_whose_old_spans_were_deleted_stays_as_it_was() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(7).draw(1, 20);
        SpanStore.store(database, spans.subList(0, spans.size() - 1));
        fold.runToEnd();
        List<List<String>> before = rollups(database);
        database.execute("DELETE FROM workflow_trace_log WHERE span_id = '"
                + spans.get(0).spanId() + "'");

        SpanStore.store(database, spans.subList(spans.size() - 1, spans.size()));
        Cycle cycle = fold.runToEnd();

        assertThat(cycle.skipped()).isEqualTo(1);
        assertThat(rollups(database)).isEqualTo(before);
    }

    @Test
    void a_cycle_that_runs_out_of_memory_leaves_nothing_and_the_next_one_folds_all() throws SQLException {
        List<TraceSpan> spans = new DrawnTraces(10).draw(20, 10);
        SpanStore.store(database, spans);
        Fold failing = new Fold(outOfMemoryAt("UPDATE rollup_watermarks"), FoldLimits.DEFAULT);

        assertThatThrownBy(failing::runOnce).isInstanceOf(OutOfMemoryError.class);
        assertThat(rollups(database)).isEmpty();

        fold.runToEnd();
        assertThat(rollups(database)).isEqualTo(rollupsAtOnce(spans));
    }

    @Test
    void as_of_moves_on_when_nothing_comes() throws SQLException {
        fold.runOnce();
        String first = database.text("SELECT as_of::text FROM rollup_watermarks WHERE name = 'spans'");
        fold.runOnce();

        assertThat(database.text("SELECT as_of > '" + first + "' FROM rollup_watermarks WHERE name = 'spans'"))
                .isEqualTo("t");
    }

    private long samples(String type) {
        return database.number("SELECT sum(samples) FROM dimension_rollups WHERE dimension_type = '" + type + "'");
    }

    /** What the spans give when all are there before the first fold. */
    static List<List<String>> rollupsAtOnce(List<TraceSpan> spans) throws SQLException {
        TestDatabase atOnce = PostgresServer.freshDatabase();
        SpanStore.store(atOnce, spans);
        new Fold(asAnalyzer(atOnce), FoldLimits.DEFAULT).runToEnd();
        return rollups(atOnce);
    }

    static List<List<String>> rollups(TestDatabase database) {
        List<List<String>> rows = new ArrayList<>(database.rows("""
                SELECT bucket_start, dimension_type, dimension_key, samples, errors, duration_us, critical_us, self_us, p50_ms,
                       p95_ms, duration_histogram, self_histogram
                  FROM dimension_rollups
                 ORDER BY 1, 2, 3
                """));
        rows.addAll(
                database.rows("SELECT * FROM call_rollups ORDER BY bucket_start, kind, service, callee, operation"));
        rows.addAll(database.rows("""
                SELECT bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms, p95_ms,
                       duration_histogram
                  FROM trace_rollups
                 ORDER BY bucket_start
                """));
        rows.addAll(database.rows("""
                SELECT trace_id, started_at, last_start_at, duration_ms, span_count, error_count, input_tokens, complete, status,
                       root_service, root_name, root_type, workflow_execution_id, sd_type, services, models
                  FROM trace_summaries
                 ORDER BY trace_id
                """));
        return rows;
    }

    /** The database, on connections that end in an error where such a statement is prepared. */
    private DataSource outOfMemoryAt(String statement) {
        DataSource source = asAnalyzer(database);
        return proxy(DataSource.class, source, (method, arguments) -> {
            Object result = method.invoke(source, arguments);
            return result instanceof Connection connection ? outOfMemoryAt(statement, connection) : result;
        });
    }

    private static Connection outOfMemoryAt(String statement, Connection connection) {
        return proxy(Connection.class, connection, (method, arguments) -> {
            if (method.getName().equals("prepareStatement") && ((String) arguments[0]).contains(statement)) {
                throw new OutOfMemoryError("as if");
            }
            return method.invoke(connection, arguments);
        });
    }

    @FunctionalInterface
    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Call call) {
        return type.cast(Proxy.newProxyInstance(
                target.getClass().getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method, arguments)));
    }

    static DataSource asAnalyzer(TestDatabase database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=andon_analyzer");
        return dataSource;
    }
}
