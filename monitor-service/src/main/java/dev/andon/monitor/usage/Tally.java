package dev.andon.monitor.usage;

import dev.andon.common.histogram.LogHistogram;
import java.math.BigDecimal;

/**
 * Chat requests of some hours: sums, and the latencies as a histogram, so that tallies add up.
 *
 * @param costUsd of the priced requests; null where there are none
 */
record Tally(
        long requests,
        long errors,
        long inputTokens,
        long outputTokens,
        long pricedRequests,
        BigDecimal costUsd,
        LogHistogram latency) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, null, new LogHistogram());

    Tally plus(Tally other) {
        LogHistogram both = latency.copy();
        both.merge(other.latency);
        return new Tally(
                requests + other.requests,
                errors + other.errors,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                pricedRequests + other.pricedRequests,
                costUsd == null ? other.costUsd : other.costUsd == null ? costUsd : costUsd.add(other.costUsd),
                both);
    }
}
