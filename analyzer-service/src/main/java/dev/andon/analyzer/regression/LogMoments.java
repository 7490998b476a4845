package dev.andon.analyzer.regression;

import dev.andon.common.histogram.LogHistogram;

/**
 * Count, mean and variance of ln(x + 0.5 ms) over a histogram: the started log, so that an operation of 30 us cannot become "ten
 * times slower". The plain mean is in milliseconds.
 *
 * @param variance with n - 1; zero below two values
 */
record LogMoments(long n, double mean, double variance, double meanMs) {
    private static final double START_US = 500;

    static LogMoments of(LogHistogram histogram) {
        double[] sums = new double[3];
        histogram.forEach((value, count) -> {
            double y = Math.log((value + START_US) / 1000);
            sums[0] += y * count;
            sums[1] += value * count;
        });
        long n = histogram.count();
        double mean = sums[0] / n;
        histogram.forEach((value, count) -> {
            double y = Math.log((value + START_US) / 1000) - mean;
            sums[2] += y * y * count;
        });
        return new LogMoments(n, mean, n > 1 ? sums[2] / (n - 1) : 0, sums[1] / n / 1000);
    }
}
