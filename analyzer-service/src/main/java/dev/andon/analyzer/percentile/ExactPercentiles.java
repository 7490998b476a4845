package dev.andon.analyzer.percentile;

import java.util.List;

/**
 * What {@code percentile_cont} says of the spans of one dimension.
 *
 * @param milliseconds in the order of {@link Percentiles#ASKED}; empty without a sample
 */
record ExactPercentiles(long samples, List<Double> milliseconds) {}
