package dev.andon.analyzer.threshold;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants a threshold to be.
 *
 * @param baselineP50Ms a microsecond to 10⁹ seconds, so that every ratio to it and limit made of it is a number
 * @param multiplier 1 to 10⁶; null keeps the present one, or takes 2
 */
public record ThresholdChange(String dimensionType, String dimensionKey, double baselineP50Ms, Double multiplier) {
    /** The dimension types that a threshold may be set for. */
    public static final List<String> TYPES =
            List.of("phase", "gate", "subagent", "sd_type", "gate+sd_type", "model", "tool", "service", "operation");

    /** No dimension has a longer key: that of an operation is a service and a name, as ingest cuts them. */
    private static final int MOST_KEY_BYTES = 800;

    private static final double LEAST_BASELINE_MS = 0.001;
    private static final double MOST_BASELINE_MS = 1e12;
    private static final double MOST_MULTIPLIER = 1e6;

    /** What is wrong with the name of a dimension, with the field; empty where nothing is. */
    public static Optional<String> dimensionFault(String type, String key) {
        if (!TYPES.contains(String.valueOf(type))) {
            return Optional.of("dimension_type must be one of " + String.join(", ", TYPES) + ".");
        }
        boolean named = key != null && !key.isBlank() && key.indexOf('\0') < 0;
        if (!named) {
            return Optional.of("dimension_key must name the " + type + ".");
        }
        return key.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES
                ? Optional.of("dimension_key must have at most " + MOST_KEY_BYTES + " bytes.")
                : Optional.empty();
    }

    /** What is wrong with it, with the field; empty where nothing is. */
    public Optional<String> fault() {
        Optional<String> unnamed = dimensionFault(dimensionType, dimensionKey);
        if (unnamed.isPresent()) {
            return unnamed;
        }
        if (!(baselineP50Ms >= LEAST_BASELINE_MS && baselineP50Ms <= MOST_BASELINE_MS)) {
            return Optional.of("baseline_p50_ms must be a number of milliseconds from 0.001 to 10^12.");
        }
        if (multiplier != null && !(multiplier >= 1 && multiplier <= MOST_MULTIPLIER)) {
            return Optional.of("multiplier must be a number from 1 to 10^6.");
        }
        return Optional.empty();
    }
}
