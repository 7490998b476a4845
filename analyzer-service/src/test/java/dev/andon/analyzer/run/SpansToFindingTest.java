package dev.andon.analyzer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.fold.Fold;
import dev.andon.analyzer.fold.FoldLimits;
import dev.andon.analyzer.fold.SpanStore;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The whole way: spans as ingest stores them, the fold, an analysis. */
final class SpansToFindingTest {
    private static final Instant NOW = Instant.parse("2026-05-08T00:30:00Z");
    private static final int HOURS = 160;
    private static final int SLOW_HOURS = 110;

    private final TestDatabase database = PostgresServer.freshDatabase();
    private final Random random = new Random(23);

    @Test
    void a_tool_that_became_slow_makes_its_phase_the_first_finding_with_the_tool_as_the_reason() throws Exception {
        List<TraceSpan> spans = new ArrayList<>();
        for (int hour = HOURS; hour > 0; hour--) {
            for (int i = 0; i < 4; i++) {
                Instant start = NOW.minusSeconds(3600L * hour + 60L * i);
                spans.addAll(execution("t" + hour + "-" + i, start, hour <= SLOW_HOURS ? 120_000 : 20_000));
            }
        }
        SpanStore.store(database, spans);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=andon_analyzer");
        new Fold(dataSource, FoldLimits.DEFAULT).runToEnd();

        AnalysisRun run = new AnalyzerUnderTest(database, InstantSource.fixed(NOW)).executor.executeNow("test", 7);

        assertThat(run.errorDetail()).isNull();
        JsonNode output = new ObjectMapper().readTree(run.outputRef());
        assertThat(output.path("traces_scanned").asInt()).isEqualTo(HOURS * 4);
        assertThat(output.path("executions").asInt()).isEqualTo(HOURS * 4);
        JsonNode worst = output.at("/bottlenecks/0");
        assertThat(worst.path("dimension_type").asText() + " "
                        + worst.path("dimension_key").asText())
                .isEqualTo("phase EXEC");
        assertThat(worst.path("state").asText()).isEqualTo("above");
        assertThat(worst.path("share").asDouble()).isBetween(0.8, 1.0);
        assertThat(worst.path("slow_share").asDouble()).isBetween(0.8, 1.0);
        assertThat(Instant.parse(worst.path("since").asText()))
                .isBetween(NOW.minusSeconds(3600L * (SLOW_HOURS + 2)), NOW.minusSeconds(3600L * (SLOW_HOURS - 2)));
        assertThat(worst.at("/growth/0/dimension_type").asText()).isEqualTo("tool");
        assertThat(worst.at("/growth/0/dimension_key").asText()).isEqualTo("search");
        assertThat(worst.at("/growth/0/share").asDouble()).isGreaterThan(0.9);
        assertThat(worst.path("exemplars").get(0).asText()).startsWith("t");
        assertThat(database.text("SELECT description FROM continuous_improvements LIMIT 1"))
                .contains("Most of the growth is in tool search");
    }

    private List<TraceSpan> execution(String traceId, Instant start, long toolMs) {
        long tool = (long) (toolMs * Math.exp(0.1 * random.nextGaussian()));
        long from = start.toEpochMilli();
        long phase = tool + 10_000;
        return List.of(
                span(traceId, "r", null, from, phase + 2_000, "workflow", "run", SpanDimensions.NONE),
                span(traceId, "p", "r", from, phase, "phase", "exec", dimensions("EXEC", null, null)),
                span(traceId, "m", "p", from, 9_000, "llm", "chat", dimensions(null, "large", null)),
                span(traceId, "t", "p", from + 9_000, tool, "tool", "search", dimensions(null, null, "search")));
    }

    private static SpanDimensions dimensions(String phase, String model, String tool) {
        return new SpanDimensions(phase, null, null, null, model, tool, null);
    }

    private static TraceSpan span(
            String traceId,
            String id,
            String parent,
            long fromMs,
            long durationMs,
            String type,
            String name,
            SpanDimensions dimensions) {
        return new TraceSpan(
                traceId,
                id,
                parent,
                fromMs * 1000,
                durationMs * 1000,
                "agent",
                name,
                "INTERNAL",
                type,
                false,
                dimensions);
    }
}
