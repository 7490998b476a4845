package dev.andon.analyzer.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However many large traces one cycle or one hour touches, no more is in memory than a few of them. */
class FoldMemoryTest {
    private static final int TRACES = 40;
    private static final int SPANS_A_TRACE = 5_000;
    private static final int SPANS = TRACES * SPANS_A_TRACE;
    private static final String IN_SUMMARIES = "SELECT sum(span_count) FROM trace_summaries";

    private final TestDatabase database = PostgresServer.freshDatabase();

    @Test
    void traces_that_grew_large_are_folded_and_rebuilt_in_little_memory() throws Exception {
        insert(1, SPANS_A_TRACE);
        List.of(0, 1, 2, 3).forEach(part -> note(part * 10, part * 10 + 9, 10 * SPANS_A_TRACE));
        assertThat(run("fold")).isEqualTo(Integer.toString(SPANS));

        // One more span of each, in one cycle, which takes all of them out and puts them in again.
        insert(SPANS_A_TRACE + 1, SPANS_A_TRACE + 1);
        note(0, TRACES - 1, TRACES);
        assertThat(run("fold")).isEqualTo(Integer.toString(TRACES));
        assertThat(database.number(IN_SUMMARIES)).isEqualTo(SPANS + TRACES);

        assertThat(run("rebuild")).isEqualTo("1");
        assertThat(database.number(IN_SUMMARIES)).isEqualTo(SPANS + TRACES);
        assertThat(database.number("SELECT sum(samples) FROM dimension_rollups WHERE dimension_type = 'operation'"))
                .isEqualTo(SPANS + TRACES);
    }

    @Test
    void of_a_trace_that_is_too_large_a_rebuild_takes_the_first_spans() throws Exception {
        insert(1, 100);
        note(0, TRACES - 1, 100 * TRACES);
        Fold fold = new Fold(FoldTest.asAnalyzer(database), new FoldLimits(50_000, 1_000, 60, 2_000));
        fold.runToEnd();
        assertThat(database.number(IN_SUMMARIES)).isEqualTo(100 * TRACES);

        new Rebuild(FoldTest.asAnalyzer(database), new FoldLimits(50_000, 1_000, 60, 2_000)).runAll(false, hour -> {});

        assertThat(database.number(IN_SUMMARIES)).isEqualTo(60 * TRACES);
        assertThat(database.number("SELECT sum(calls) FROM call_rollups")).isEqualTo(60 * TRACES);
        assertThat(fold.runToEnd().traces()).isZero();
    }

    private void insert(int first, int last) {
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, parent_span_id, span_type,
                                                span_kind, status, span_name, service_name)
                SELECT timestamptz '2026-03-01 12:00Z' + t * interval '1 s' + n * interval '1 ms', CASE WHEN n = 1 THEN 900000 ELSE 1 END, 1,
                       lpad(to_hex(t + 1), 32, '0'), lpad(to_hex(n), 16, '0'), CASE WHEN n > 1 THEN lpad('1', 16, '0') END, 'span',
                       'INTERNAL', 'UNSET', 'n', 's'
                  FROM generate_series(0, %d) AS t, generate_series(%d, %d) AS n
                """.formatted(TRACES - 1, first, last));
    }

    private void note(int firstTrace, int lastTrace, int spans) {
        database.execute("""
                INSERT INTO span_batches (first_start_at, last_start_at, span_count, trace_ids)
                SELECT timestamptz '2026-03-01 12:00Z', timestamptz '2026-03-01 12:59Z', %d, array_agg(lpad(to_hex(t + 1), 32, '0'))
                  FROM generate_series(%d, %d) AS t
                """.formatted(spans, firstTrace, lastTrace));
    }

    private String run(String what) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapFold.class.getName(),
                        database.jdbcUrl(),
                        what)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
