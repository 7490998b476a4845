package dev.andon.local.bench.read;

import dev.andon.local.bench.BenchRun;
import dev.andon.local.home.Checkout;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.postgres.ServiceRoles;
import dev.andon.local.stack.Leftovers;
import dev.andon.local.stack.Ports;
import dev.andon.local.stack.Stack;
import dev.andon.local.stack.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A whole stack with millions of generated spans over seven days, all folded. Kept under .andon/bench, so that the next benchmark of
 * the same day and size finds it; the window would move away from an older one.
 */
final class BenchStore implements AutoCloseable {
    static final int SPANS_PER_TRACE = 25;
    static final int DAYS = 7;

    private static final int FULL = 10_000_000;
    private static final int QUICK = 1_000_000;
    private static final int TRACES_PER_TRANSACTION = 1_000;
    private static final int TRACES_PER_BATCH = 200;
    private static final Duration KEPT_FOR = Duration.ofHours(6);
    private static final String RESOURCE = """
            INSERT INTO trace_resources (resource_id, service_name, attributes)
            VALUES (1, 'bench', '{}')
            ON CONFLICT DO NOTHING
            """;
    // One statement makes whole traces: a workflow, three phases, each with a gate, a sub-agent, model calls and tools.
    private static final String TRACES = """
            INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, input_tokens, output_tokens, trace_id, span_id,
                   parent_span_id, span_type, span_kind, status, span_name, service_name, workflow_execution_id, phase, gate, subagent,
                   sd_type, model, tool)
            SELECT trace.start + part.at_ms * trace.scale * INTERVAL '1 millisecond',
                   part.takes_ms * trace.scale * (0.9 + 0.1 * random()),
                   1,
                   CASE WHEN part.type = 'llm' THEN 4000 END,
                   CASE WHEN part.type = 'llm' THEN 900 END,
                   trace.id,
                   substr(md5(trace.id || part.n), 1, 16),
                   CASE WHEN part.parent > 0 THEN substr(md5(trace.id || part.parent), 1, 16) END,
                   part.type,
                   'INTERNAL',
                   'UNSET',
                   CASE part.type WHEN 'llm' THEN 'chat model-' || trace.i % 6
                                  WHEN 'tool' THEN 'execute_tool tool_' || (trace.i + part.n) % 20
                                  ELSE part.name END,
                   'service-' || trace.i % 10,
                   'BENCH-' || trace.i,
                   CASE WHEN part.type = 'phase' THEN part.name END,
                   CASE WHEN part.type = 'gate' THEN part.name END,
                   CASE WHEN part.type = 'subagent' THEN part.name END,
                   CASE WHEN part.n = 1 THEN 'type-' || trace.i % 4 END,
                   CASE WHEN part.type = 'llm' THEN 'model-' || trace.i % 6 END,
                   CASE WHEN part.type = 'tool' THEN 'tool_' || (trace.i + part.n) % 20 END
              FROM (SELECT i,
                           md5('bench' || i) AS id,
                           ?::timestamptz + random() * INTERVAL '1 day' AS start,
                           exp(0.3 * (random() + random() + random() - 1.5)) AS scale
                      FROM generate_series(?::integer, ?::integer) AS i) AS trace
             CROSS JOIN (VALUES
                   (1, 0, 'workflow', 'sd.deliver', 0, 300000),
                   (2, 1, 'phase', 'LEAD', 0, 60000), (3, 2, 'gate', 'GATE_PRD_REQUIRED', 40000, 18000),
                   (4, 2, 'llm', '', 0, 20000), (5, 2, 'llm', '', 20000, 18000), (6, 3, 'tool', '', 40000, 4000),
                   (7, 3, 'llm', '', 45000, 12000), (8, 2, 'tool', '', 38500, 1000),
                   (9, 1, 'phase', 'PLAN', 60000, 90000), (10, 9, 'gate', 'GATE_DESIGN_REVIEW', 130000, 18000),
                   (11, 9, 'subagent', 'DESIGN', 60000, 68000), (12, 11, 'llm', '', 60000, 30000),
                   (13, 11, 'llm', '', 92000, 30000), (14, 11, 'tool', '', 123000, 4000), (15, 10, 'llm', '', 131000, 14000),
                   (16, 10, 'tool', '', 146000, 1500), (17, 11, 'span', 'think', 127000, 500),
                   (18, 1, 'phase', 'EXEC', 150000, 150000), (19, 18, 'gate', 'GATE_TEST_COVERAGE', 280000, 18000),
                   (20, 18, 'subagent', 'TESTING', 150000, 128000), (21, 20, 'llm', '', 150000, 60000),
                   (22, 20, 'tool', '', 211000, 60000), (23, 20, 'span', 'collect', 272000, 4000),
                   (24, 19, 'tool', '', 281000, 8000), (25, 19, 'llm', '', 290000, 6000))
                   AS part (n, parent, type, name, at_ms, takes_ms)
             ORDER BY trace.id, part.n
            """;
    private static final String BATCHES = """
            INSERT INTO span_batches (first_start_at, last_start_at, span_count, trace_ids)
            SELECT ?::timestamptz, ?::timestamptz + INTERVAL '1 day', count(*) * ?::integer, array_agg(md5('bench' || i))
              FROM generate_series(?::integer, ?::integer) AS i
             GROUP BY i / ?::integer
            """;
    private static final String PARTITIONS = """
            SELECT ensure_span_partitions((now() - INTERVAL '9 days')::date, (now() + INTERVAL '1 day')::date)
            """;
    private static final String UNFOLDED = """
            SELECT coalesce(sum(span_count), 0)
              FROM span_batches
             WHERE xid >= (SELECT folded_xid FROM rollup_watermarks WHERE name = 'spans')
            """;

    private final Stack stack;
    private final StackLock lock;
    private final int traces;

    private BenchStore(Stack stack, StackLock lock, int traces) {
        this.stack = stack;
        this.lock = lock;
        this.traces = traces;
    }

    /** Starts it, filling it first where it is missing or too old. */
    static BenchStore open(BenchRun run) throws Exception {
        int spans = run.quick() ? QUICK : FULL;
        DataDir dir = new DataDir(Checkout.root().resolve(".andon/bench/store-" + spans));
        dir.create();
        StackLock lock = StackLock.take(dir)
                .orElseThrow(() -> new StackException("Another benchmark runs on " + dir.root() + "."));
        Leftovers.clear(dir);
        Path filled = dir.root().resolve("filled");
        if (!isFresh(filled)) {
            delete(dir.root());
            dir.create();
        }
        Stack stack = new Stack(dir, Ports.from(0), line -> run.progress("%s", line));
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        stack.start(Optional.empty());
        BenchStore store = new BenchStore(stack, lock, spans / SPANS_PER_TRACE);
        if (!isFresh(filled)) {
            store.fill(run);
            Files.writeString(filled, InstantSource.system().instant().toString());
        }
        return store;
    }

    Stack stack() {
        return stack;
    }

    int traces() {
        return traces;
    }

    Connection connect() throws SQLException {
        return ServiceRoles.connect(stack.database());
    }

    /** The first column of the first row. */
    double number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    @Override
    public void close() {
        stack.close();
        lock.close();
    }

    private void fill(BenchRun run) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        Instant firstDay = InstantSource.system().instant().minus(Duration.ofDays(DAYS));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(PARTITIONS);
            statement.execute(RESOURCE);
            connection.setAutoCommit(false);
            for (int first = 0; first < traces; first += TRACES_PER_TRANSACTION) {
                int last = Math.min(traces, first + TRACES_PER_TRANSACTION) - 1;
                Instant day = firstDay.plus(Duration.ofDays((long) first * (DAYS - 1) / traces));
                insert(connection, day, first, last);
                if (first % (traces / 10) < TRACES_PER_TRANSACTION) {
                    run.progress("generated %d %% of %d spans", 100L * first / traces, (long) traces * SPANS_PER_TRACE);
                }
            }
            connection.setAutoCommit(true);
            statement.execute("VACUUM ANALYZE");
        }
        awaitFold(run);
        run.figure(
                "analyze.fold_spans_per_second_with_generator",
                traces * (double) SPANS_PER_TRACE / seconds(start),
                "spans/s",
                "");
    }

    private static void insert(Connection connection, Instant day, int first, int last) throws SQLException {
        try (PreparedStatement spans = connection.prepareStatement(TRACES);
                PreparedStatement batches = connection.prepareStatement(BATCHES)) {
            spans.setString(1, day.toString());
            spans.setInt(2, first);
            spans.setInt(3, last);
            spans.executeUpdate();
            batches.setString(1, day.toString());
            batches.setString(2, day.toString());
            batches.setInt(3, SPANS_PER_TRACE);
            batches.setInt(4, first);
            batches.setInt(5, last);
            batches.setInt(6, TRACES_PER_BATCH);
            batches.executeUpdate();
        }
        connection.commit();
    }

    private void awaitFold(BenchRun run) throws SQLException, InterruptedException {
        CountDownLatch pace = new CountDownLatch(1);
        for (double left = number(UNFOLDED); left > 0; left = number(UNFOLDED)) {
            run.progress("%.0f spans are still to be folded", left);
            pace.await(5, TimeUnit.SECONDS);
        }
    }

    static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The middle of measured values. */
    static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** The value that so many of a hundred measured values do not exceed. */
    static double percentile(List<Double> values, int percent) {
        return values.stream()
                .sorted()
                .skip(values.size() * (long) percent / 100)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFresh(Path filled) {
        return DataDir.read(filled)
                .map(Instant::parse)
                .filter(at -> at.plus(KEPT_FOR).isAfter(InstantSource.system().instant()))
                .isPresent();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            // The lock stays: this process holds it.
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder) && !file.getFileName().toString().equals("lock")) {
                    Files.delete(file);
                }
            }
        }
    }
}
