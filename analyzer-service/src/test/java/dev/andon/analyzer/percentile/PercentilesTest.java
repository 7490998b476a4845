package dev.andon.analyzer.percentile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.evidence.EvidenceRepository;
import dev.andon.analyzer.fold.DrawnTraces;
import dev.andon.analyzer.fold.Fold;
import dev.andon.analyzer.fold.FoldLimits;
import dev.andon.analyzer.fold.SpanStore;
import dev.andon.common.histogram.LogHistogram;
import dev.andon.common.problem.DatabaseFailure;
import dev.andon.common.sql.Database;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The rollups of drawn spans against {@code percentile_cont} of the same spans: equal counts, values within the stated bound. */
final class PercentilesTest {
    private static final Instant BEGIN = Instant.ofEpochSecond(DrawnTraces.BASE_US / 1_000_000);
    private static final Instant NOW = BEGIN.plus(Duration.ofMinutes(50 * 60 + 17));
    private static final List<String> TYPES =
            List.of("phase", "gate", "subagent", "sd_type", "gate+sd_type", "model", "tool", "service", "operation");

    private final TestDatabase test = PostgresServer.freshDatabase();
    private final Percentiles percentiles = percentiles(Duration.ofSeconds(30));

    @Test
    void every_dimension_of_any_traces_has_the_samples_and_percentiles_of_its_spans() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            test.execute("TRUNCATE workflow_trace_log, span_batches, trace_summaries, dimension_rollups, call_rollups,"
                    + " rollup_watermarks");
            SpanStore.store(test, new DrawnTraces(seed).draw(300, 25));
            fold();

            List<List<String>> dimensions = test.rows(
                    "SELECT DISTINCT dimension_type, dimension_key FROM dimension_rollups WHERE samples > 0 ORDER BY 1, 2");

            assertThat(dimensions).extracting(List::getFirst).contains(TYPES.toArray(String[]::new));
            for (List<String> dimension : dimensions) {
                PercentileComparison comparison = percentiles
                        .compare(new Dimension(dimension.get(0), dimension.get(1)), 3)
                        .orElseThrow();
                assertThat(comparison.agree())
                        .as("seed %d: %s", seed, comparison)
                        .isTrue();
                assertThat(comparison.notes()).isEmpty();
            }
        }
    }

    @Test
    void durations_of_nine_orders_of_magnitude_are_within_the_bound_and_exact_is_exact() throws Exception {
        Random random = new Random(91);
        List<TraceSpan> spans = new ArrayList<>();
        double[] milliseconds = new double[20_000];
        for (int i = 0; i < milliseconds.length; i++) {
            long micros = (long) Math.pow(10, 9 * random.nextDouble());
            milliseconds[i] = micros / 1000.0;
            long start = DrawnTraces.BASE_US + random.nextLong(40L * 3_600_000_000L);
            spans.add(tool("%032x".formatted(i + 1), start, micros));
        }
        SpanStore.store(test, spans);
        fold();

        PercentileComparison comparison =
                percentiles.compare(new Dimension("tool", "search"), 3).orElseThrow();

        assertThat(comparison.agree()).as(comparison.toString()).isTrue();
        assertThat(comparison.samplesExact()).isEqualTo(20_000);
        double[] sorted = DoubleStream.of(milliseconds).sorted().toArray();
        double median = (sorted[9_999] + sorted[10_000]) / 2;
        assertThat(comparison.percentiles().get(0).exactMs()).isEqualTo(median);
        assertThat(comparison.percentiles())
                .allSatisfy(row -> assertThat(row.relativeDifference())
                        .isPositive()
                        .isLessThanOrEqualTo(LogHistogram.RELATIVE_ERROR));
    }

    @Test
    void what_is_not_folded_yet_and_what_lies_outside_the_window_counts_on_neither_side() throws Exception {
        SpanStore.store(test, List.of(tool("a", DrawnTraces.BASE_US, 5_000)));
        SpanStore.store(test, List.of(tool("b", DrawnTraces.BASE_US - 10 * 86_400_000_000L, 9_000)));
        fold();
        SpanStore.store(test, List.of(tool("c", DrawnTraces.BASE_US, 7_000)));

        PercentileComparison comparison =
                percentiles.compare(new Dimension("tool", "search"), 3).orElseThrow();

        assertThat(comparison.samplesExact()).isEqualTo(1);
        assertThat(comparison.agree()).isTrue();
        assertThat(comparison.to()).isEqualTo(Instant.parse("2026-03-10T23:00:00Z"));
        assertThat(percentiles.compare(new Dimension("tool", "none"), 3)).isEmpty();
    }

    @Test
    void spans_deleted_after_the_fold_are_told() throws Exception {
        SpanStore.store(test, List.of(tool("a", DrawnTraces.BASE_US, 5_000), tool("b", DrawnTraces.BASE_US, 9_000)));
        fold();
        test.execute("DELETE FROM workflow_trace_log WHERE trace_id = 'a'");

        PercentileComparison comparison =
                percentiles.compare(new Dimension("tool", "search"), 3).orElseThrow();

        assertThat(comparison.agree()).isFalse();
        assertThat(comparison.notes()).singleElement().asString().contains("hold 1 samples and the rollups 2");
    }

    @Test
    void reading_that_takes_too_long_is_given_up() throws Exception {
        Percentiles impatient = percentiles(Duration.ofMillis(100));
        try (Connection lock = test.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE workflow_trace_log IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> impatient.compare(new Dimension("tool", "search"), 3))
                    .satisfies(failed -> assertThat(DatabaseFailure.of(failed)).contains(DatabaseFailure.TOO_SLOW));
        }
    }

    private void fold() throws Exception {
        new Fold(asAnalyzer(), FoldLimits.DEFAULT).runToEnd();
    }

    private Percentiles percentiles(Duration timeout) {
        return new Percentiles(
                new Database(asAnalyzer()),
                new PercentileRepository(),
                new EvidenceRepository(),
                () -> timeout,
                InstantSource.fixed(NOW));
    }

    private DataSource asAnalyzer() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(test.jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=andon_analyzer");
        return dataSource;
    }

    private static TraceSpan tool(String trace, long startUs, long micros) {
        SpanDimensions dimensions = new SpanDimensions(null, null, null, null, null, "search", null);
        return new TraceSpan(
                trace, "t", null, startUs, micros, "agent", "search", "INTERNAL", "tool", false, dimensions);
    }
}
