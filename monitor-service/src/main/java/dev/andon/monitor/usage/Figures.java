package dev.andon.monitor.usage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;

/**
 * Figures of chat requests as the API answers them.
 *
 * @param errors requests that ended in an error or a timeout
 * @param costUsd of the priced requests only; null where there are none
 * @param latencyP50Ms within 1 % of the exact median; null where no request said how long it took
 * @param latencyP95Ms the same of the 95th percentile
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Figures(
        long requests,
        long errors,
        long inputTokens,
        long outputTokens,
        long pricedRequests,
        BigDecimal costUsd,
        Double latencyP50Ms,
        Double latencyP95Ms) {

    static Figures of(Tally tally) {
        return new Figures(
                tally.requests(),
                tally.errors(),
                tally.inputTokens(),
                tally.outputTokens(),
                tally.pricedRequests(),
                tally.costUsd(),
                millis(tally, 0.5),
                millis(tally, 0.95));
    }

    private static Double millis(Tally tally, double quantile) {
        return tally.latency().isEmpty() ? null : tally.latency().quantile(quantile) / 1000;
    }
}
