package dev.andon.analyzer.bottleneck;

import java.util.Locale;

/** How a dimension stands against its limit. */
public enum DimensionState {
    /** A bottleneck: the median is above the limit with confidence. */
    ABOVE,
    /** The median is above 75 % of the limit, or above it without confidence. */
    WATCHED,
    WITHIN,
    /** Fewer samples than a verdict needs. */
    TOO_FEW,
    /** Nobody set a limit and there is too little history to learn one. */
    LEARNING,
    /** Somebody switched its threshold off: it is shown and not judged. */
    OFF;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
