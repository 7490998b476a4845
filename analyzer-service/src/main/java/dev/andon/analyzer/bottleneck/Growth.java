package dev.andon.analyzer.bottleneck;

/**
 * A dimension that takes more of another one's time than before.
 *
 * @param beforeMs mean time on the critical path per trace before the change
 * @param afterMs the same after it
 * @param share its part of all that grew, from 0 to 1
 */
public record Growth(Dimension dimension, double beforeMs, double afterMs, double share) {}
