package dev.andon.local.demo;

import dev.andon.local.demo.Draft.Node;
import dev.andon.local.recording.RecordedSpan;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One generated execution of the demonstration workflow: LEAD, its gate, PLAN, its gate, three sub-agents of which two work side by
 * side, EXEC, its gate. Whole sequences lie end to end, so the critical path is known: everything but the faster of DESIGN and RCA.
 */
final class WorkflowExecution {
    private static final String ORCHESTRATOR = "delivery-orchestrator";
    private static final String AGENTS = "agent-runtime";
    private static final String LARGE = "mistral-large-2";
    private static final String REVIEWER = "gpt-4.1";
    private static final double SPREAD = 0.16;

    private final RandomGenerator random;
    private final Draft draft;
    private final String execution;
    private final String sdType;
    private final boolean slowGate;
    private double clock;

    private WorkflowExecution(RandomGenerator random, double start, String execution, String sdType, boolean slowGate) {
        this.random = random;
        this.draft = new Draft(random);
        this.clock = start;
        this.execution = execution;
        this.sdType = sdType;
        this.slowGate = slowGate;
    }

    /**
     * The spans of one execution.
     *
     * @param startMillis since the epoch
     * @param slowGate GATE_PRD_REQUIRED asks its model again and again, and each answer takes longer
     */
    static List<RecordedSpan> generate(
            RandomGenerator random, double startMillis, String execution, String sdType, boolean slowGate) {
        return new WorkflowExecution(random, startMillis, execution, sdType, slowGate).run();
    }

    private List<RecordedSpan> run() {
        double start = clock;
        String root = draft.newId();
        boolean fails = random.nextInt(50) == 0;
        phase(root, "LEAD", this::lead);
        prdGate(root);
        phase(root, "PLAN", this::plan);
        gate(root, "GATE_DESIGN_REVIEW", id -> chat(ORCHESTRATOR, id, REVIEWER, 7_000, 900));
        subagents(root);
        phase(root, "EXEC", this::exec);
        gate(root, "GATE_TEST_COVERAGE", id -> {
            tool(ORCHESTRATOR, id, "coverage_report", 7_600);
            chat(ORCHESTRATOR, id, REVIEWER, 2_100, 300);
        });
        tool(ORCHESTRATOR, root, "record_handoff", 450);
        Node node = Node.of(
                        ORCHESTRATOR,
                        root,
                        "sd.deliver",
                        "workflow.span_type",
                        "workflow",
                        "workflow.execution_id",
                        execution,
                        "workflow.sd_type",
                        sdType)
                .kind(RecordedSpan.SERVER);
        draft.add(
                fails ? node.failed("GATE_TEST_COVERAGE: score 80, needs 85") : node,
                Optional.empty(),
                start,
                clock + 40);
        return draft.spans();
    }

    private void lead(String id) {
        tool(ORCHESTRATOR, id, "load_work_item", 300);
        chat(ORCHESTRATOR, id, LARGE, 17_000, 900);
        chat(ORCHESTRATOR, id, LARGE, 13_000, 700);
    }

    private void plan(String id) {
        chat(ORCHESTRATOR, id, LARGE, 19_000, 1_100);
        for (int i = 4 + random.nextInt(4); i > 0; i--) {
            tool(ORCHESTRATOR, id, i % 2 == 0 ? "repo_search" : "read_file", 900);
        }
        chat(ORCHESTRATOR, id, LARGE, 22_000, 1_400);
    }

    private void exec(String id) {
        chat(ORCHESTRATOR, id, LARGE, 15_000, 1_000);
        for (int i = 3 + random.nextInt(3); i > 0; i--) {
            tool(ORCHESTRATOR, id, "apply_patch", 1_500);
            tool(ORCHESTRATOR, id, "test_runner", 2_600);
        }
        chat(ORCHESTRATOR, id, LARGE, 8_500, 500);
        tool(ORCHESTRATOR, id, "git_commit", 900);
    }

    private void prdGate(String root) {
        gate(root, "GATE_PRD_REQUIRED", id -> {
            tool(ORCHESTRATOR, id, "load_prd", 380);
            int attempts = slowGate ? 2 + random.nextInt(3) : random.nextInt(10) == 0 ? 2 : 1;
            for (int attempt = 1; attempt <= attempts; attempt++) {
                tool(ORCHESTRATOR, id, "prd_lint", slowGate ? 1_450 : 1_150);
                chat(ORCHESTRATOR, id, LARGE, slowGate ? 11_600 : 3_000, slowGate ? 1_590 : 850);
            }
        });
    }

    // DESIGN and, for every other execution, RCA work at the same time; TESTING begins when both are done.
    private void subagents(String root) {
        double start = clock;
        subagent(root, "DESIGN", List.of(30_000.0, 38_000.0, 31_000.0), "repo_search");
        double designed = clock;
        if (random.nextBoolean()) {
            clock = start;
            subagent(root, "RCA", List.of(32_000.0, 39_000.0), "log_query");
        }
        clock = Math.max(clock, designed);
        subagent(root, "TESTING", List.of(24_000.0, 14_000.0, 12_000.0), "test_runner");
    }

    private void subagent(String root, String name, List<Double> chats, String tool) {
        double start = clock;
        String id = draft.newId();
        for (double median : chats) {
            chat(AGENTS, id, LARGE, median, 1_300);
            for (int i = 2 + random.nextInt(3); i > 0; i--) {
                tool(AGENTS, id, tool, name.equals("TESTING") ? 5_200 : 900);
            }
        }
        Node node = Node.of(AGENTS, id, "agent " + name, "workflow.span_type", "subagent", "workflow.subagent", name)
                .kind(RecordedSpan.SERVER);
        finish(node, root, start);
    }

    private void phase(String root, String name, java.util.function.Consumer<String> body) {
        double start = clock;
        String id = draft.newId();
        body.accept(id);
        finish(Node.of(ORCHESTRATOR, id, name, "workflow.span_type", "phase", "workflow.phase", name), root, start);
    }

    private void gate(String root, String name, java.util.function.Consumer<String> body) {
        double start = clock;
        String id = draft.newId();
        body.accept(id);
        finish(Node.of(ORCHESTRATOR, id, name, "workflow.span_type", "gate", "workflow.gate", name), root, start);
    }

    private void chat(String service, String parent, String model, double median, int outputTokens) {
        double start = clock;
        clock += draft.around(median, SPREAD);
        Node node = Node.of(
                        service,
                        draft.newId(),
                        "chat " + model,
                        "gen_ai.operation.name",
                        "chat",
                        "gen_ai.provider.name",
                        model.startsWith("gpt") ? "openai" : "mistral_ai",
                        "gen_ai.request.model",
                        model,
                        "gen_ai.usage.input_tokens",
                        Math.round(draft.around(4_800, 0.3)),
                        "gen_ai.usage.output_tokens",
                        Math.round(draft.around(outputTokens, 0.25)))
                .kind(RecordedSpan.CLIENT);
        draft.add(node, Optional.of(parent), start, clock);
    }

    private void tool(String service, String parent, String name, double median) {
        double start = clock;
        clock += draft.around(median, SPREAD);
        Node node = Node.of(
                service,
                draft.newId(),
                "execute_tool " + name,
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.name",
                name);
        draft.add(node, Optional.of(parent), start, clock);
    }

    private void finish(Node node, String root, double start) {
        clock += draft.around(120, SPREAD);
        draft.add(node, Optional.of(root), start, clock);
    }
}
