package dev.andon.analyzer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.analyzer.RollupRows;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/**
 * An analysis reads rollups: 200 dimensions over 168 hours with four weeks of history before them, and 300,000 traces. The bound
 * is loose, since test machines differ and share their cores; the figure of a quiet one is in docs/rationale.md.
 */
final class AnalysisSpeedTest {
    private static final Instant NOW = Instant.parse("2026-05-08T00:00:00Z");

    @Test
    void two_hundred_dimensions_of_a_week_take_seconds_at_most() throws Exception {
        TestDatabase database = PostgresServer.freshDatabase();
        new RollupRows(database).hour("tool", "seed", NOW.minusSeconds(3600), 300, 1500);
        database.execute("""
                INSERT INTO dimension_rollups
                SELECT '2026-05-07T23:00:00Z'::timestamptz - make_interval(hours => h), samples, errors, duration_us, critical_us,
                       self_us, p50_ms, p95_ms, 'operation', 'svc op ' || k, duration_histogram, self_histogram, exemplars
                  FROM dimension_rollups, generate_series(0, 167 + 22 * 24) AS h, generate_series(1, 200) AS k
                """);
        database.execute("""
                INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count, trace_id,
                                             complete, status, root_service, root_name, root_type, workflow_execution_id)
                SELECT at, at, n % 1000, '1', 33, 0, md5(n::text), true, 'OK', 's', 'r', 'workflow', 'e' || n
                  FROM (SELECT n, '2026-05-07T23:59:00Z'::timestamptz - make_interval(secs => n * 2) AS at
                          FROM generate_series(1, 300000) AS n) AS traces
                """);
        database.execute("""
                INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms,
                                           p95_ms, duration_histogram)
                SELECT date_bin('1 hour', started_at, timestamptz 'epoch') AS hour, count(*), 0, count(*), sum(duration_ms) * 1000,
                       0, 0, 500, 950, ''
                  FROM trace_summaries
                 GROUP BY hour
                """);
        database.execute("ANALYZE");
        AnalyzerUnderTest analyzer = new AnalyzerUnderTest(database, InstantSource.fixed(NOW));

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long cpu = Long.MAX_VALUE;
        int dimensions = 0;
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            long cpuStart = threads.getCurrentThreadCpuTime();
            dimensions = analyzer.executor.preview(7).dimensions().size();
            best = Math.min(best, System.nanoTime() - start);
            cpu = Math.min(cpu, threads.getCurrentThreadCpuTime() - cpuStart);
        }

        System.out.printf(
                "Analysis of 200 dimensions x 168 hours: %d ms, of which %d ms processor in Java%n",
                best / 1_000_000, cpu / 1_000_000);
        assertThat(dimensions).isEqualTo(201);
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(20));
    }
}
