package dev.andon.local.demo;

import dev.andon.local.recording.RecordedSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Nine days of the demonstration workflow up to a given time. GATE_PRD_REQUIRED becomes slow six days before the end, as its model call
 * is repeated. Six, so that most runs of a seven-day window are slow and its median says so. The same end gives the same spans.
 */
final class WorkflowHistory {
    static final int EXECUTIONS = 400;
    static final Duration LENGTH = Duration.ofDays(9);
    static final Duration SLOW_SINCE = Duration.ofDays(6);

    private static final long SEED = 20_261_113L;
    private static final Duration LONGEST_EXECUTION = Duration.ofMinutes(15);
    private static final List<String> PROJECTS = List.of("AUTH", "BILL", "INFRA", "DOCS");
    private static final List<String> TYPES = List.of("feature", "bugfix", "infrastructure", "documentation");

    private WorkflowHistory() {}

    /** One list of spans an execution, in order of time. */
    static List<List<RecordedSpan>> until(Instant end) {
        Random random = new Random(SEED);
        double last = end.minus(LONGEST_EXECUTION).toEpochMilli();
        double first = end.minus(LENGTH).toEpochMilli();
        double slowFrom = end.minus(SLOW_SINCE).toEpochMilli();
        double[] starts = IntStream.range(0, EXECUTIONS)
                .mapToDouble(i -> first + random.nextDouble() * (last - first))
                .sorted()
                .toArray();
        return IntStream.range(0, EXECUTIONS)
                .mapToObj(i -> {
                    int project = random.nextInt(PROJECTS.size());
                    String execution = "SD-%s-%04d".formatted(PROJECTS.get(project), i + 1);
                    return WorkflowExecution.generate(
                            random, starts[i], execution, TYPES.get(project), starts[i] >= slowFrom);
                })
                .toList();
    }
}
