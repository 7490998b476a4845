package dev.andon.analyzer.summary;

import dev.andon.analyzer.rollup.Exemplars;
import dev.andon.common.histogram.LogHistogram;

/** What the traces of one hour add up to. As a difference its numbers may be negative. Mutable, used by one thread. */
final class TraceTally {
    /** Enough for what the slowest traces of a short window waited for. */
    static final int EXEMPLARS = 20;

    long traces;
    long failed;
    long executions;
    long durationUs;
    long inputTokens;
    long outputTokens;
    final LogHistogram durations;
    final Exemplars exemplars;

    TraceTally() {
        this(new LogHistogram(), new Exemplars(EXEMPLARS));
    }

    TraceTally(LogHistogram durations, Exemplars exemplars) {
        this.durations = durations;
        this.exemplars = exemplars;
    }

    void add(TraceSummary trace) {
        count(1, trace.durationUs(), trace.failed(), trace.inputTokens(), trace.outputTokens());
        durations.add(trace.durationUs());
        exemplars.offer(trace.traceId(), trace.durationUs());
    }

    void subtract(Folded trace) {
        count(-1, trace.durationUs(), trace.failed(), trace.inputTokens(), trace.outputTokens());
        durations.subtract(trace.durationUs());
    }

    private void count(int sign, long micros, boolean isFailed, long input, long output) {
        traces += sign;
        failed += isFailed ? sign : 0;
        durationUs += sign * micros;
        inputTokens += sign * input;
        outputTokens += sign * output;
    }

    /** Adds another tally, which may be a difference. */
    void merge(TraceTally other) {
        traces += other.traces;
        failed += other.failed;
        executions += other.executions;
        durationUs += other.durationUs;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        durations.merge(other.durations);
        exemplars.merge(other.exemplars);
    }
}
