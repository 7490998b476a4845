package dev.andon.local.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a coding agent: its wall time and what happened in it, in nanoseconds from its start.
 *
 * @param modelShare part of the wall time that the program itself noted for its model
 * @param toolShare the same of its tools
 */
record AgentRun(String agent, long wallNanos, List<Step> steps, double modelShare, double toolShare) {

    /**
     * @param model a call of a model, else of a tool
     */
    record Step(boolean model, String name, long fromNanos, long toNanos) {}

    /** From an OpenHands event stream: model calls end where the agent's action begins, a tool runs from action to observation. */
    static AgentRun openHands(JsonNode run) {
        JsonNode history = run.get("history");
        long start = nanos(history.get(0).get("timestamp").asText());
        long wall = nanos(history.get(history.size() - 1).get("timestamp").asText()) - start;
        Map<String, Long> actions = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        List<Step> gaps = new ArrayList<>();
        long free = 0;
        double toolNanos = 0;
        for (JsonNode event : history) {
            long at = nanos(event.get("timestamp").asText()) - start;
            if (isDecision(event)) {
                gaps.add(new Step(true, "", free, at));
                actions.put(event.get("id").asText(), at);
                free = at;
            }
            Long from = actions.get(event.path("cause").asText("none"));
            if (event.has("observation") && from != null) {
                steps.add(new Step(false, event.get("observation").asText(), from, at));
                toolNanos += at - from;
                free = at;
            }
        }
        JsonNode latencies = run.get("metrics").get("response_latencies");
        steps.addAll(calls(gaps, latencies));
        double modelNanos = 0;
        for (JsonNode latency : latencies) {
            modelNanos += latency.get("latency").asDouble() * 1e9;
        }
        return new AgentRun("openhands", wall, steps, modelNanos / wall, toolNanos / wall);
    }

    private static boolean isDecision(JsonNode event) {
        return "agent".equals(event.path("source").asText())
                && event.has("action")
                && !"system".equals(event.get("action").asText());
    }

    private static List<Step> calls(List<Step> gaps, JsonNode latencies) {
        long[] lengths = new long[latencies.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.round(latencies.get(i).get("latency").asDouble() * 1e9);
        }
        int[] counts = CallFitting.fit(
                gaps.stream().mapToLong(gap -> gap.toNanos() - gap.fromNanos()).toArray(), lengths);
        List<Step> calls = new ArrayList<>();
        int call = 0;
        for (int i = 0; i < counts.length; i++) {
            long from = gaps.get(i).toNanos();
            for (int n = call; n < call + counts[i]; n++) {
                from -= lengths[n];
            }
            from = Math.max(from, gaps.get(i).fromNanos());
            for (int n = 0; n < counts[i]; n++) {
                long to = Math.min(gaps.get(i).toNanos(), from + lengths[call]);
                calls.add(new Step(true, latencies.get(call++).get("model").asText(), from, to));
                from = to;
            }
        }
        return calls;
    }

    /** From an iso-bench trajectory, whose times are ends; empty where the run was cut off. */
    static Optional<AgentRun> isoBench(JsonNode run) {
        if (run.path("end_time").asText("").isEmpty()
                || run.path("execution_time").asDouble(0) <= 0) {
            return Optional.empty();
        }
        long start = nanos(run.get("start_time").asText());
        long wall = nanos(run.get("end_time").asText()) - start;
        List<Step> ends = new ArrayList<>();
        for (JsonNode call : run.get("llm_interactions")) {
            long at = nanos(call.get("timestamp").asText()) - start;
            ends.add(new Step(true, call.path("model").asText(run.get("model").asText()), at, at));
        }
        for (JsonNode step : run.get("agent_steps")) {
            long at = nanos(step.get("timestamp").asText()) - start;
            String tool = step.path("tool_calls").path(0).path("name").asText("think");
            ends.add(new Step(false, tool, at, at));
        }
        ends.sort(Comparator.comparingLong(Step::toNanos).thenComparing(step -> !step.model()));
        List<Step> steps = new ArrayList<>();
        long free = 0;
        double modelNanos = 0;
        double toolNanos = 0;
        for (Step end : ends) {
            if (end.toNanos() > wall) {
                break;
            }
            steps.add(new Step(end.model(), end.name(), free, Math.max(free, end.toNanos())));
            modelNanos += end.model() ? end.toNanos() - free : 0;
            toolNanos += end.model() ? 0 : end.toNanos() - free;
            free = Math.max(free, end.toNanos());
        }
        return Optional.of(new AgentRun("iso-bench", wall, steps, modelNanos / wall, toolNanos / wall));
    }

    /** The recordings have local times without a zone. */
    private static long nanos(String local) {
        LocalDateTime time = LocalDateTime.parse(local);
        return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000 + time.getNano();
    }
}
