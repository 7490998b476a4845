package dev.andon.analyzer.baseline;

import dev.andon.common.histogram.LogHistogram;

/**
 * How sure it is that the median of what a histogram samples lies above a value: the sign test (Conover, Practical Nonparametric
 * Statistics, section 3.4). If the median were at the value, the samples above it would follow Binomial(n, 1/2).
 */
public final class MedianConfidence {
    /** Up to here the binomial sum is exact; beyond it the normal approximation differs by less than 1e-4. */
    private static final long EXACT_UP_TO = 1000;

    private MedianConfidence() {}

    /** From 0 to 1: one minus the probability of so many samples above {@code limitUs} if the median were not. */
    public static double above(LogHistogram histogram, double limitUs) {
        long[] seen = new long[2];
        histogram.forEach((value, count) -> seen[value > limitUs ? 1 : 0] += count);
        return lowerTail(seen[0] + seen[1], seen[1] - 1);
    }

    /** P(Binomial(n, 1/2) at most k). */
    public static double lowerTail(long n, long k) {
        if (k < 0) {
            return 0;
        }
        if (n > EXACT_UP_TO) {
            return normalDistribution((k + 0.5 - n / 2.0) / (Math.sqrt(n) / 2));
        }
        double logProbability = -n * Math.log(2);
        double sum = Math.exp(logProbability);
        for (long i = 0; i < k; i++) {
            logProbability += Math.log((n - i) / (i + 1.0));
            sum += Math.exp(logProbability);
        }
        return Math.min(1, sum);
    }

    /** The error is below 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
    private static double normalDistribution(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return z > 0 ? 1 - tail : tail;
    }
}
