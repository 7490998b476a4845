package dev.andon.analyzer.improvement;

import dev.andon.analyzer.bottleneck.Dimension;

/**
 * Something that wants improving; the same finding of the same dimension is the same work.
 *
 * @param finding its kind, for example {@code p50_above_limit}
 * @param detail JSON object for source_detail, with dimension_type, dimension_key, finding and the evidence
 */
public record Finding(Dimension dimension, String finding, String title, String description, String detail) {}
