package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.local.accuracy.AgentRun.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Coding agents' runs with times that the programs noted themselves (OpenHands, MIT; iso-bench, Apache-2.0): which part of the wall time
 * do models and tools take, and which of the two holds the run up? Each run gets an hour of its own.
 */
final class AgentCheck {
    private static final String SELF_TIME = """
            SELECT coalesce(sum(self_us), 0)
              FROM dimension_rollups
             WHERE bucket_start = ?
               AND dimension_type = ?
            """;
    private static final Instant FIRST_HOUR = Instant.parse("2020-03-01T00:00:00Z");
    private static final long FIRST_TRACE = 0xB0_0000L;
    private static final int ISO_BENCH_RUNS = 40;

    private final Path data;
    private final List<AgentRun> openHands = new ArrayList<>();
    private final List<AgentRun> isoBench = new ArrayList<>();

    AgentCheck(Path data) {
        this.data = data;
    }

    void send(OtlpSender sender) throws IOException, InterruptedException {
        Path folder = data.resolve("openhands-events/evaluation/benchmarks/multi_swe_bench/examples");
        for (JsonNode run : DataFiles.jsonLines(folder.resolve("output.jsonl"))) {
            openHands.add(AgentRun.openHands(run));
        }
        List<Path> trajectories = DataFiles.under(data.resolve("iso-bench-agent-runs"), "trajectory.json.gz");
        for (Path file : trajectories.subList(0, Math.min(ISO_BENCH_RUNS, trajectories.size()))) {
            AgentRun.isoBench(DataFiles.json(file)).ifPresent(isoBench::add);
        }
        int number = 0;
        for (AgentRun run : all()) {
            send(run, number++, sender);
        }
        sender.flush();
    }

    void check(AnalyzerClient analyzer, Figures figures) throws SQLException {
        double largest = 0;
        int rightVerdict = 0;
        int number = 0;
        for (AgentRun run : all()) {
            double model = part(analyzer.connection(), number, "model", run);
            double tool = part(analyzer.connection(), number++, "tool", run);
            largest = Math.max(largest, Math.abs(model - run.modelShare()));
            largest = Math.max(largest, Math.abs(tool - run.toolShare()));
            boolean modelBound = run.modelShare() > 1 - run.modelShare();
            rightVerdict += model > 1 - model == modelBound ? 1 : 0;
        }
        figures.put("accuracy.agents.runs", number, "");
        figures.put("accuracy.agents.max_share_difference", largest, "<= 0.01");
        figures.put("accuracy.agents.model_bound_as_recorded", (double) rightVerdict / number, "1");
    }

    private List<AgentRun> all() {
        List<AgentRun> all = new ArrayList<>(openHands);
        all.addAll(isoBench);
        return all;
    }

    private static void send(AgentRun run, int number, OtlpSender sender) throws IOException, InterruptedException {
        long start = hour(number).getEpochSecond() * 1_000_000_000;
        sender.add(SentSpan.of(
                run.agent(),
                FIRST_TRACE + number,
                1,
                0,
                "invoke_workflow " + run.agent(),
                start,
                run.wallNanos(),
                Map.of("workflow.span_type", "workflow", "workflow.execution_id", run.agent() + "-" + number)));
        int span = 2;
        for (Step step : run.steps()) {
            Map<String, String> attributes = step.model()
                    ? Map.of("gen_ai.operation.name", "chat", "gen_ai.request.model", step.name())
                    : Map.of("gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", step.name());
            sender.add(SentSpan.of(
                    run.agent(),
                    FIRST_TRACE + number,
                    span++,
                    1,
                    (step.model() ? "chat " : "execute_tool ") + step.name(),
                    start + step.fromNanos(),
                    step.toNanos() - step.fromNanos(),
                    attributes));
        }
    }

    private static double part(Connection connection, int number, String type, AgentRun run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELF_TIME)) {
            statement.setTimestamp(1, Timestamp.from(hour(number)));
            statement.setString(2, type);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getDouble(1) * 1000 / run.wallNanos();
            }
        }
    }

    private static Instant hour(int number) {
        return FIRST_HOUR.plusSeconds(3600L * number);
    }
}
