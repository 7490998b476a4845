package dev.andon.local.accuracy;

/**
 * Puts calls of known length, whose start nobody noted, into the gaps they happened in: in order, up to three a gap, so that gaps and
 * the calls in them differ as little as possible.
 */
final class CallFitting {
    private static final int MOST_A_GAP = 3;

    private CallFitting() {}

    /** How many calls belong in each gap; all lengths in the same unit. */
    static int[] fit(long[] gaps, long[] calls) {
        double[][] cost = new double[gaps.length + 1][calls.length + 1];
        int[][] taken = new int[gaps.length + 1][calls.length + 1];
        for (int gap = 0; gap <= gaps.length; gap++) {
            for (int call = 0; call <= calls.length; call++) {
                cost[gap][call] = gap == 0 && call == 0 ? 0 : Double.POSITIVE_INFINITY;
                double inGap = 0;
                for (int count = 0; gap > 0 && count <= Math.min(MOST_A_GAP, call); count++) {
                    inGap += count == 0 ? 0 : calls[call - count];
                    double total = cost[gap - 1][call - count] + Math.abs(gaps[gap - 1] - inGap);
                    if (total < cost[gap][call]) {
                        cost[gap][call] = total;
                        taken[gap][call] = count;
                    }
                }
            }
        }
        int[] counts = new int[gaps.length];
        int call = calls.length;
        for (int gap = gaps.length; gap > 0; gap--) {
            counts[gap - 1] = taken[gap][call];
            call -= taken[gap][call];
        }
        return counts;
    }
}
