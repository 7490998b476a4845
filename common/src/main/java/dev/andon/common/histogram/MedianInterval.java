package dev.andon.common.histogram;

/**
 * A distribution-free confidence interval of the median: two order statistics whose ranks come from the binomial distribution
 * with p = 1/2 (Conover, Practical Nonparametric Statistics, section 3.2). Holds for any distribution.
 *
 * @param low microseconds, a lower bound of the median
 * @param high microseconds, an upper bound of the median
 */
public record MedianInterval(double low, double high) {
    /** Up to here the binomial sum is exact; beyond it the normal approximation differs by less than one rank. */
    private static final long EXACT_UP_TO = 1000;

    /**
     * The interval, or one from zero to infinity where there are too few values for that confidence (fewer than 6 for 95 %).
     *
     * @param confidence of the two-sided interval, for example 0.95
     */
    public static MedianInterval of(LogHistogram histogram, double confidence) {
        long n = histogram.count();
        long rank = lowerRank(n, (1 - confidence) / 2);
        return rank < 0
                ? new MedianInterval(0, Double.POSITIVE_INFINITY)
                : new MedianInterval(histogram.valueAtRank(rank), histogram.valueAtRank(n - 1 - rank));
    }

    /** The largest zero-based rank r with P(Binomial(n, 1/2) <= r) <= tail, so that at most tail is lost below; -1 if none. */
    static long lowerRank(long n, double tail) {
        if (n > EXACT_UP_TO) {
            return (long) Math.floor((n - 1) / 2.0 - normalQuantile(1 - tail) * Math.sqrt(n) / 2) - 1;
        }
        double logProbability = -n * Math.log(2);
        double cumulated = Math.exp(logProbability);
        long rank = -1;
        while (cumulated <= tail && rank < n) {
            rank++;
            logProbability += Math.log((n - rank) / (rank + 1.0));
            cumulated += Math.exp(logProbability);
        }
        return rank;
    }

    /** Inverse of the standard normal distribution by bisection; only the upper half is needed. */
    private static double normalQuantile(double probability) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (normalDistribution(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** For z at least 0; the error is below 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
    private static double normalDistribution(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return 1
                - density
                        * t
                        * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }
}
