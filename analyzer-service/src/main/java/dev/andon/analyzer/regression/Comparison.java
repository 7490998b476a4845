package dev.andon.analyzer.regression;

/**
 * One key (an operation, a call, a tool) in two periods: by how much the logarithm of its time grew, and how sure that is.
 *
 * @param logRatio mean log after minus before
 * @param error standard error of it, with the small-sample widening in it
 */
record Comparison(LogMoments before, LogMoments after, double logRatio, double error) {
    /** Weight of the prior variance, in degrees of freedom. */
    private static final double PRIOR_WEIGHT = 4;

    private static final double NORMAL_995 = 2.5758293035489004;
    /** Whether both sides have values to be compared; the moderated variance, not a minimum, is what guards thin keys. */
    static boolean comparable(LogMoments before, LogMoments after) {
        return before.n() > 0 && after.n() > 0;
    }

    /**
     * The difference of two sides with the variance that both share, moderated towards the usual variance of all keys, so that
     * three equal values do not prove anything (Smyth, "Linear models and empirical Bayes methods", 2004).
     *
     * @param usualVariance the median over keys with enough values
     */
    static Comparison of(LogMoments before, LogMoments after, double usualVariance) {
        double freedom = before.n() + after.n() - 2.0;
        double moderated =
                (PRIOR_WEIGHT * usualVariance + freedom * pooledVariance(before, after)) / (PRIOR_WEIGHT + freedom);
        double error = Math.sqrt(moderated * (1.0 / before.n() + 1.0 / after.n()))
                * studentT995(freedom + PRIOR_WEIGHT)
                / NORMAL_995;
        return new Comparison(before, after, after.mean() - before.mean(), error);
    }

    static double pooledVariance(LogMoments before, LogMoments after) {
        return ((before.n() - 1) * before.variance() + (after.n() - 1) * after.variance())
                / Math.max(1, before.n() + after.n() - 2);
    }

    /** The time that the calls of the window took beyond what they took before, in milliseconds: the impact. */
    double addedMs() {
        return after.n() * (after.meanMs() - before.meanMs());
    }

    /** The 99.5 % quantile of Student's t by the Cornish-Fisher expansion (Abramowitz and Stegun, 26.7.5); 0.1 % off at 5. */
    static double studentT995(double freedom) {
        double x = NORMAL_995;
        double x2 = x * x;
        double g1 = x * (x2 + 1) / 4;
        double g2 = x * ((5 * x2 + 16) * x2 + 3) / 96;
        double g3 = x * (((3 * x2 + 19) * x2 + 17) * x2 - 15) / 384;
        double g4 = x * ((((79 * x2 + 776) * x2 + 1482) * x2 - 1920) * x2 - 945) / 92160;
        double v = 1 / freedom;
        return x + v * (g1 + v * (g2 + v * (g3 + v * g4)));
    }
}
