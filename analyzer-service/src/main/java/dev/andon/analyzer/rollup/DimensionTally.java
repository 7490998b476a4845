package dev.andon.analyzer.rollup;

import dev.andon.common.histogram.LogHistogram;

/**
 * What the samples of one dimension add up to; times in microseconds. As a difference its numbers may be negative. Mutable, used
 * by one thread.
 */
public final class DimensionTally implements Tally<DimensionTally> {
    static final int EXEMPLARS = 5;

    long samples;
    long errors;
    long durationUs;
    long criticalUs;
    long selfUs;
    final LogHistogram durations;
    final LogHistogram selfTimes;
    final Exemplars exemplars;

    public DimensionTally() {
        this(new LogHistogram(), new LogHistogram(), new Exemplars(EXEMPLARS));
    }

    DimensionTally(LogHistogram durations, LogHistogram selfTimes, Exemplars exemplars) {
        this.durations = durations;
        this.selfTimes = selfTimes;
        this.exemplars = exemplars;
    }

    /** How many samples. */
    @Override
    public long count() {
        return samples;
    }

    public LogHistogram durations() {
        return durations;
    }

    public LogHistogram selfTimes() {
        return selfTimes;
    }

    void add(Sample sample) {
        count(sample, 1);
        durations.add(sample.durationUs());
        selfTimes.add(sample.selfUs());
        exemplars.offer(sample.traceId(), sample.durationUs());
    }

    void subtract(Sample sample) {
        count(sample, -1);
        durations.subtract(sample.durationUs());
        selfTimes.subtract(sample.selfUs());
    }

    /** Adds another tally, which may be a difference. */
    @Override
    public void merge(DimensionTally other) {
        samples += other.samples;
        errors += other.errors;
        durationUs += other.durationUs;
        criticalUs += other.criticalUs;
        selfUs += other.selfUs;
        durations.merge(other.durations);
        selfTimes.merge(other.selfTimes);
        exemplars.merge(other.exemplars);
    }

    @Override
    public boolean isNothing() {
        return samples == 0
                && errors == 0
                && durationUs == 0
                && criticalUs == 0
                && selfUs == 0
                && durations.isEmpty()
                && selfTimes.isEmpty();
    }

    private void count(Sample sample, int sign) {
        samples += sign;
        errors += sample.error() ? sign : 0;
        durationUs += sign * sample.durationUs();
        criticalUs += sign * sample.criticalUs();
        selfUs += sign * sample.selfUs();
    }

    /**
     * One span as a sample of one dimension; microseconds.
     *
     * @param criticalUs for how long it or anything below it is on the critical path
     * @param selfUs for how long it is on the critical path without another sample of the same type below it being so
     */
    record Sample(String traceId, long durationUs, long criticalUs, long selfUs, boolean error) {}
}
