package dev.andon.analyzer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.RollupRows;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
final class AnalyzeCommandIT {
    @Inject
    Commands commands;

    TestDatabase database;

    private Instant hour;

    @BeforeEach
    void empty() {
        hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        database.execute("""
                TRUNCATE telemetry_analysis_runs, continuous_improvements, ops_agent_events, dimension_rollups, trace_summaries, trace_rollups
                """);
    }

    @Test
    void prints_the_boxed_title_the_figures_and_the_bottlenecks() throws Exception {
        slowGate();

        CommandRun run = CommandRun.of(commands, "analyze").done();

        List<String> lines = run.out().lines().toList();
        assertThat(lines.subList(0, 3))
                .containsExactly("═".repeat(60), " WORKFLOW BOTTLENECK ANALYSIS", "═".repeat(60));
        assertThat(lines.get(3)).matches("Run ID: [0-9a-f-]{36}");
        assertThat(lines.subList(4, 6)).containsExactly("Traces scanned: 120", "Dimensions evaluated: 2");
        assertThat(run.out()).contains("Bottlenecks: 1, worst first").contains("gate GATE_DESIGN_REVIEW");
        assertThat(run.out()).doesNotContain("phase PLAN");
        assertThat(database.rows(
                        "SELECT status, reason_code, findings_count, triggered_by FROM telemetry_analysis_runs"))
                .containsExactly(List.of("SUCCEEDED", "COMPLETED", "1", "command"));
    }

    @Test
    void a_dry_run_says_so_and_writes_nothing() throws Exception {
        slowGate();
        String before = database.contents();

        CommandRun run =
                CommandRun.of(commands, "analyze", "--dry-run", "--verbose").done();

        assertThat(run.out())
                .contains(
                        " WORKFLOW BOTTLENECK ANALYSIS (DRY RUN)", "gate GATE_DESIGN_REVIEW", "phase PLAN", "As of: ");
        assertThat(database.contents()).isEqualTo(before);
    }

    @Test
    void too_few_traces_fail_with_exit_code_1() {
        CommandRun run = CommandRun.of(commands, "analyze");

        assertThat(run.exitCode()).isEqualTo(Commands.FAILED);
        assertThat(run.out())
                .contains("FAILED (INSUFFICIENT_DATA): Insufficient data: 0 traces of 0 executions in the last 7 days");
        assertThat(CommandRun.of(commands, "analyze", "--dry-run").exitCode()).isEqualTo(Commands.FAILED);
    }

    @Test
    void wrong_usage_is_exit_code_2() {
        for (String[] wrong : new String[][] {
            {"analyze", "--window-days", "0"},
            {"analyze", "--window-days", "x"},
            {"analyze", "--output", "xml"},
            {"analyze", "--colour"}
        }) {
            assertThat(CommandRun.of(commands, wrong).exitCode()).isEqualTo(Commands.USAGE);
        }
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs"))
                .isZero();
    }

    @Test
    void if_stale_runs_once_and_then_not_again() throws Exception {
        slowGate();

        CommandRun.of(commands, "analyze", "--if-stale").done();
        CommandRun second = CommandRun.of(commands, "analyze", "--if-stale").done();

        assertThat(second.out()).startsWith("Not stale: the last analysis succeeded at ");
        assertThat(database.number("SELECT count(*) FROM telemetry_analysis_runs"))
                .isEqualTo(1);
    }

    @Test
    void if_stale_looks_at_the_days_it_was_asked_for() throws Exception {
        slowGate();

        CommandRun run = CommandRun.of(commands, "analyze", "--if-stale", "--window-days", "3", "--output", "json")
                .done();

        assertThat(new ObjectMapper().readTree(run.out()).at("/window/days").asInt())
                .isEqualTo(3);
    }

    @Test
    void json_holds_the_run_and_its_output() throws Exception {
        slowGate();

        CommandRun run = CommandRun.of(commands, "analyze", "--output", "json", "--window-days", "3")
                .done();

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.path("dry_run").asBoolean()).isFalse();
        assertThat(json.at("/window/days").asInt()).isEqualTo(3);
        assertThat(json.at("/bottlenecks/0/dimension_key").asText()).isEqualTo("GATE_DESIGN_REVIEW");
        assertThat(json.path("findings_count").asInt()).isEqualTo(1);
    }

    @Test
    void thresholds_are_listed_set_and_switched_off() {
        assertThat(CommandRun.of(commands, "thresholds", "list").done().out()).contains("GATE_PRD_REQUIRED");

        CommandRun set = CommandRun.of(
                        commands, "thresholds", "set", "tool", "search", "--baseline", "250", "--by", "ann")
                .done();
        assertThat(set.out()).contains("search", "250 ms", "2.00", "500 ms", "yes", "ann");
        assertThat(CommandRun.of(commands, "thresholds", "deactivate", "tool", "search", "--output", "json")
                        .done()
                        .out())
                .contains("\"is_active\" : false");
        assertThat(CommandRun.of(commands, "thresholds", "deactivate", "tool", "search")
                        .exitCode())
                .isEqualTo(Commands.FAILED);
        assertThat(CommandRun.of(commands, "thresholds", "set", "colour", "red", "--baseline", "1")
                        .exitCode())
                .isEqualTo(Commands.USAGE);
        assertThat(CommandRun.of(commands, "thresholds", "set", "tool", "x", "--baseline", "-1")
                        .exitCode())
                .isEqualTo(Commands.USAGE);
    }

    @Test
    void suggestions_are_shown_and_taken() throws Exception {
        slowGate();

        assertThat(CommandRun.of(commands, "thresholds", "suggest").done().out())
                .contains("GATE_DESIGN_REVIEW", "480");
        assertThat(CommandRun.of(commands, "thresholds", "apply", "gate").exitCode())
                .isEqualTo(Commands.USAGE);
        CommandRun.of(commands, "thresholds", "apply", "gate", "GATE_DESIGN_REVIEW")
                .done();
        CommandRun.of(commands, "thresholds", "apply").done();
        assertThat(CommandRun.of(commands, "thresholds", "suggest").done().out())
                .startsWith("Every baseline is within 20%");
        database.execute(
                "UPDATE telemetry_thresholds SET baseline_p50_ms = 8000 WHERE dimension_key = 'GATE_DESIGN_REVIEW'");
    }

    private void slowGate() throws Exception {
        RollupRows rollups = new RollupRows(database);
        rollups.traces(hour.minusSeconds(7200), 120, 60_000);
        rollups.hours("gate", "GATE_DESIGN_REVIEW", hour, 48, 10, 24_000);
        rollups.hours("phase", "PLAN", hour, 48, 10, 60_000);
    }
}
