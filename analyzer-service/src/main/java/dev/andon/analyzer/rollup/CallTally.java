package dev.andon.analyzer.rollup;

import dev.andon.common.histogram.LogHistogram;

/** What the calls of one key add up to: how many, and their own time on the critical path. As a difference it may be negative. */
public final class CallTally implements Tally<CallTally> {
    long calls;
    long selfUs;
    final LogHistogram selfTimes;

    public CallTally() {
        this(0, 0, new LogHistogram());
    }

    CallTally(long calls, long selfUs, LogHistogram selfTimes) {
        this.calls = calls;
        this.selfUs = selfUs;
        this.selfTimes = selfTimes;
    }

    /** How many calls. */
    @Override
    public long count() {
        return calls;
    }

    public LogHistogram selfTimes() {
        return selfTimes;
    }

    void add(long micros) {
        calls++;
        selfUs += micros;
        selfTimes.add(micros);
    }

    void subtract(long micros) {
        calls--;
        selfUs -= micros;
        selfTimes.subtract(micros);
    }

    /** Adds another tally, which may be a difference. */
    @Override
    public void merge(CallTally other) {
        calls += other.calls;
        selfUs += other.selfUs;
        selfTimes.merge(other.selfTimes);
    }

    @Override
    public boolean isNothing() {
        return calls == 0 && selfUs == 0 && selfTimes.isEmpty();
    }
}
