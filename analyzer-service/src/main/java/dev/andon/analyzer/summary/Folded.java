package dev.andon.analyzer.summary;

/**
 * What is known of a trace that was folded before; times in microseconds.
 *
 * @param foldedXid its spans stored below are in the rollups
 * @param spanCount how many those were
 * @param executionId null where it has none
 */
public record Folded(
        long startedUs,
        long lastStartUs,
        long foldedXid,
        int spanCount,
        long durationUs,
        boolean failed,
        long inputTokens,
        long outputTokens,
        String executionId) {}
