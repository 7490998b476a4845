package dev.andon.analyzer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.RollupRows;
import dev.andon.analyzer.analysis.Analysis;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunExecutorTest {
    private static final Instant NOW = Instant.parse("2026-05-08T00:00:00Z");

    private TestDatabase database;
    private RollupRows rollups;
    private AnalyzerUnderTest analyzer;

    @BeforeEach
    void start() throws Exception {
        database = PostgresServer.freshDatabase();
        rollups = new RollupRows(database);
        analyzer = new AnalyzerUnderTest(database, InstantSource.fixed(NOW));
    }

    @Test
    void too_few_traces_fail_with_the_counts() throws Exception {
        rollups.traces(NOW.minusSeconds(7200), 99, 1000);
        rollups.traces(NOW.minusSeconds(9 * 86400), 500, 1000);

        AnalysisRun run = analyzer.executor.executeNow("test", 7);

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.reasonCode()).isEqualTo("INSUFFICIENT_DATA");
        assertThat(run.errorDetail()).startsWith("Insufficient data: 99 traces of 99 executions in the last 7 days");
    }

    @Test
    void a_bottleneck_becomes_an_improvement_and_an_event_in_the_transaction_of_the_run() throws Exception {
        slowGate();

        AnalysisRun run = analyzer.executor.executeNow("test", 7);

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.findingsCount()).isEqualTo(1);
        JsonNode worst = new ObjectMapper().readTree(run.outputRef()).at("/bottlenecks/0");
        assertThat(worst.path("dimension_type").asText()).isEqualTo("gate");
        assertThat(worst.path("dimension_key").asText()).isEqualTo("GATE_DESIGN_REVIEW");
        assertThat(worst.path("ratio").asDouble()).isBetween(2.8, 3.2);
        assertThat(worst.path("exemplars").size()).isPositive();
        assertThat(database.rows("""
                SELECT source, status, source_detail ->> 'dimension_type', source_detail ->> 'dimension_key',
                       attributes ->> 'resolved', source_detail #>> '{evidence,state}'
                  FROM continuous_improvements
                """))
                .containsExactly(
                        List.of("TELEMETRY_BOTTLENECK", "OPEN", "gate", "GATE_DESIGN_REVIEW", "false", "above"));
        assertThat(database.rows("""
                SELECT type, data ->> 'dimension_key', data ->> 'improvement_id' = (SELECT improvement_id::text FROM continuous_improvements)
                  FROM ops_agent_events
                """))
                .containsExactly(List.of("telemetry.bottleneck_found", "GATE_DESIGN_REVIEW", "t"));
        assertThat(worst.path("improvement_id").asLong())
                .isEqualTo(database.number("SELECT improvement_id FROM continuous_improvements"));
        // The operators' query of the guide reads it.
        assertThat(database.text("""
                SELECT output_ref->'bottlenecks'->0->>'dimension_key' FROM telemetry_analysis_runs WHERE status = 'SUCCEEDED'
                """)).isEqualTo("GATE_DESIGN_REVIEW");
    }

    @Test
    void the_same_finding_updates_its_item_and_emits_nothing() throws Exception {
        slowGate();
        analyzer.executor.executeNow("test", 7);

        AnalysisRun second = analyzer.executor.executeNow("test", 7);

        assertThat(database.number("SELECT count(*) FROM continuous_improvements"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM ops_agent_events")).isEqualTo(1);
        assertThat(database.text("SELECT source_detail ->> 'run_id' FROM continuous_improvements"))
                .isEqualTo(second.runId().toString());
    }

    @Test
    void a_dimension_has_at_most_three_open_items() throws Exception {
        slowGate();
        database.execute("""
                INSERT INTO continuous_improvements (source, title, source_detail)
                SELECT 'TELEMETRY_BOTTLENECK', 'other', jsonb_build_object(
                       'dimension_type', 'gate', 'dimension_key', 'GATE_DESIGN_REVIEW', 'finding', 'other_' || n)
                  FROM generate_series(1, 3) AS n
                """);

        analyzer.executor.executeNow("test", 7);

        assertThat(database.number("SELECT count(*) FROM continuous_improvements"))
                .isEqualTo(3);
        assertThat(database.number("SELECT count(*) FROM ops_agent_events")).isZero();
    }

    @Test
    void an_item_resolved_within_the_window_is_not_opened_again() throws Exception {
        slowGate();
        analyzer.executor.executeNow("test", 7);
        database.execute("""
                UPDATE continuous_improvements
                   SET attributes = jsonb_set(attributes, '{resolved}', 'true'), resolved_at = '2026-05-07T23:00:00Z'
                """);

        analyzer.executor.executeNow("test", 7);

        assertThat(database.rows("SELECT status FROM continuous_improvements")).containsExactly(List.of("RESOLVED"));
    }

    @Test
    void a_worker_that_was_overtaken_leaves_nothing_behind() throws Exception {
        slowGate();
        database.execute("""
                CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    UPDATE telemetry_analysis_runs SET attempt = attempt + 1 WHERE status = 'RUNNING';
                    RETURN new;
                END
                $$;
                CREATE TRIGGER overtake BEFORE INSERT ON continuous_improvements FOR EACH ROW EXECUTE FUNCTION overtake()
                """);

        AnalysisRun run = analyzer.executor.executeNow("test", 7);

        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(database.number("SELECT count(*) FROM continuous_improvements"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM ops_agent_events")).isZero();
    }

    @Test
    void a_database_that_is_too_slow_fails_the_run_with_a_sentence() throws Exception {
        slowGate();
        database.execute("""
                CREATE FUNCTION too_slow() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'terminated' USING ERRCODE = '57P01';
                END
                $$;
                CREATE TRIGGER too_slow BEFORE INSERT ON continuous_improvements FOR EACH ROW EXECUTE FUNCTION too_slow()
                """);

        AnalysisRun run = analyzer.executor.executeNow("test", 7);

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.errorDetail()).startsWith("Database connection timeout");
    }

    @Test
    void a_dimension_without_a_threshold_is_listed_with_the_statement_that_adds_one() throws Exception {
        slowGate();
        rollups.hours("gate", "GATE_O'NEILL", NOW, 48, 30, 1234.5);

        AnalysisRun run = analyzer.executor.executeNow("test", 7);

        String note =
                new ObjectMapper().readTree(run.outputRef()).at("/notes/0").asText();
        assertThat(note).startsWith("Threshold not found for gate GATE_O'NEILL: compared with its learned baseline.");
        database.execute(note.substring(note.indexOf("INSERT")));
        assertThat(database.number("SELECT count(*) FROM telemetry_thresholds WHERE dimension_key = 'GATE_O''NEILL'"))
                .isEqualTo(1);
    }

    @Test
    void a_preview_writes_nothing() throws Exception {
        slowGate();
        String before = database.contents();

        Analysis analysis = analyzer.executor.preview(7);

        assertThat(analysis.bottlenecks()).hasSize(1);
        assertThat(database.contents()).isEqualTo(before);
    }

    /** A gate at three times its baseline of 8 s, for two days. */
    private void slowGate() throws Exception {
        rollups.traces(NOW.minusSeconds(7200), 120, 60_000);
        rollups.hours("gate", "GATE_DESIGN_REVIEW", NOW, 48, 10, 24_000);
        rollups.hours("phase", "PLAN", NOW, 48, 10, 40_000);
    }
}
