package dev.andon.monitor.overview;

import io.quarkus.qute.TemplateData;

/**
 * Traces that began in one stretch of time.
 *
 * @param p50Ms null where there are none
 * @param p95Ms null where there are none
 */
@TemplateData
public record Day(long traces, long executions, long failed, Double p50Ms, Double p95Ms, long tokens) {
    /** Nothing happened. */
    static final Day NONE = new Day(0, 0, 0, null, null, 0);

    /** The part that failed; null where there were none. */
    public Double failedShare() {
        return traces == 0 ? null : (double) failed / traces;
    }
}
