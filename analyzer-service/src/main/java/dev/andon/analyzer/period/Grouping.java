package dev.andon.analyzer.period;

import java.util.Arrays;
import java.util.Locale;

/** By what to ask for what became slower. */
public enum Grouping {
    SERVICE,
    OPERATION,
    PHASE,
    GATE,
    SUBAGENT,
    TOOL,
    MODEL;

    /** As it is written in commands, URLs and tables. */
    public String dimensionType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #dimensionType}; an {@link IllegalArgumentException} lists what there is. */
    public static Grouping parse(String text) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.dimensionType().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "")));
    }

    @Override
    public String toString() {
        return dimensionType();
    }
}
