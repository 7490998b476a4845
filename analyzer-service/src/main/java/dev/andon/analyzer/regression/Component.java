package dev.andon.analyzer.regression;

import java.util.List;

/**
 * Keys that stand or fall together (a service's own code; the calls from one service to another), pooled as a price index with the
 * window's numbers of calls, so that another mix of requests is no slow-down.
 *
 * @param logRatio of the pooled time a call
 * @param error standard error of it
 * @param callsBefore and {@code callsAfter}: behind it
 * @param beforeMs and {@code afterMs}: mean time a call with the window's mix, milliseconds
 */
record Component(
        double logRatio, double error, long callsBefore, long callsAfter, double beforeMs, double afterMs, int keys) {

    /** Of at least one comparable key. */
    static Component of(List<Comparison> keys) {
        double weightBefore = 0;
        double weightAfter = 0;
        double sumBefore = 0;
        double sumAfter = 0;
        long callsBefore = 0;
        long callsAfter = 0;
        for (Comparison key : keys) {
            weightBefore += key.after().n() * Math.exp(key.before().mean());
            weightAfter += key.after().n() * Math.exp(key.after().mean());
            sumBefore += key.after().n() * key.before().meanMs();
            sumAfter += key.after().n() * key.after().meanMs();
            callsBefore += key.before().n();
            callsAfter += key.after().n();
        }
        double squares = 0;
        for (Comparison key : keys) {
            double share = Math.max(
                    key.after().n() * Math.exp(key.before().mean()) / weightBefore,
                    key.after().n() * Math.exp(key.after().mean()) / weightAfter);
            squares += share * share * key.error() * key.error();
        }
        return new Component(
                Math.log(weightAfter / weightBefore),
                Math.sqrt(squares),
                callsBefore,
                callsAfter,
                sumBefore / callsAfter,
                sumAfter / callsAfter,
                keys.size());
    }

    /** The log ratio is at least this, z standard errors below the estimate. */
    double bound(double z) {
        return logRatio - z * error;
    }
}
