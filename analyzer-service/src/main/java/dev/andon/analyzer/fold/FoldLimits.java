package dev.andon.analyzer.fold;

/**
 * How much one cycle of the fold takes at most; all above zero.
 *
 * @param spansPerCycle spans of new writes; one transaction of ingest is never split
 * @param tracesPerRead traces read and held in memory at a time, where they have no more spans than the next limit
 * @param spansPerTrace a trace beyond this is not folded again; spans read and held in memory at a time
 * @param keysPerHour keys of one dimension type, or calls of one kind, in an hour; the rest count as {@code (other)}
 */
public record FoldLimits(int spansPerCycle, int tracesPerRead, int spansPerTrace, int keysPerHour) {
    public static final FoldLimits DEFAULT = new FoldLimits(50_000, 1_000, 200_000, 2_000);
}
