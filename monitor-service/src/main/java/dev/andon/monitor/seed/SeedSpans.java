package dev.andon.monitor.seed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Executions of a workflow, one every ten minutes, whose bottleneck is known: GATE_DESIGN_REVIEW takes 36 s, and its threshold is 20 s.
 * The hour and the place in it decide everything, so that whenever the seed runs an hour gives the same spans.
 */
final class SeedSpans {
    static final String SERVICE = "seed-orchestrator";
    static final String BOTTLENECK = "GATE_DESIGN_REVIEW";

    private static final int EACH_MINUTES = 10;
    private static final int AN_HOUR = 60 / EACH_MINUTES;
    private static final List<String> TYPES = List.of("feature", "bugfix", "infrastructure");
    private static final List<String> MODELS = List.of("gpt-4.1", "mistral-large-2");

    private final SeedRandom random;
    private final String execution;
    private final String trace;
    private final String sdType;
    private final List<Map<String, Object>> spans = new ArrayList<>();
    private double clock;

    private SeedSpans(SeedRandom random, String execution, double start) {
        this.random = random;
        this.execution = execution;
        this.trace = random.id(16);
        this.sdType = random.one(TYPES);
        this.clock = start;
    }

    /** The spans of executions that begin in an hour and end before {@code now}. */
    static List<Map<String, Object>> of(Instant hour, Instant now) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int place = 0; place < AN_HOUR; place++) {
            Instant start = hour.plus(Duration.ofMinutes((long) place * EACH_MINUTES));
            SeedSpans one = new SeedSpans(
                    new SeedRandom(hour.getEpochSecond(), place),
                    "SEED-" + hour.toString().substring(0, 13) + "-" + place,
                    start.toEpochMilli());
            one.run();
            if (one.clock < now.toEpochMilli()) {
                all.addAll(one.spans);
            }
        }
        return all;
    }

    private void run() {
        double start = clock;
        String root = random.id(8);
        phase(root, "LEAD", 9_000);
        gate(root, "GATE_PRD_REQUIRED", 2_500);
        phase(root, "PLAN", 14_000);
        gate(root, BOTTLENECK, 36_000);
        phase(root, "EXEC", 21_000);
        Map<String, Object> span = span(root, null, "workflow", "sd.deliver", start, clock + 20);
        span.put("sd_type", sdType);
        clock += 20;
    }

    private void phase(String root, String name, double medianMs) {
        double start = clock;
        String id = random.id(8);
        chat(id, medianMs);
        clock += random.around(200);
        span(id, root, "phase", name, start, clock).put("phase", name);
    }

    private void gate(String root, String name, double medianMs) {
        double start = clock;
        clock += random.around(medianMs);
        span(random.id(8), root, "gate", name, start, clock).put("gate", name);
    }

    private void chat(String parent, double medianMs) {
        double start = clock;
        clock += random.around(medianMs);
        String model = random.one(MODELS);
        Map<String, Object> span = span(random.id(8), parent, "llm", "chat " + model, start, clock);
        span.put("model", model);
        span.put("input_tokens", random.tokens(4_000));
        span.put("output_tokens", random.tokens(700));
        span.put("attributes", Map.of("gen_ai.operation.name", "chat", "chat.domain", "delivery"));
    }

    private Map<String, Object> span(String id, String parent, String type, String name, double startMs, double endMs) {
        Map<String, Object> span = new LinkedHashMap<>();
        span.put("service", SERVICE);
        span.put("workflow_execution_id", execution);
        span.put("trace_id", trace);
        span.put("span_id", id);
        if (parent != null) {
            span.put("parent_span_id", parent);
        }
        span.put("span_type", type);
        span.put("span_name", name);
        span.put("start_time", time(startMs));
        span.put("end_time", time(endMs));
        spans.add(span);
        return span;
    }

    private static String time(double millis) {
        return Instant.EPOCH.plusNanos(Math.round(millis * 1_000) * 1_000).toString();
    }
}
