package dev.andon.analyzer.threshold;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants a threshold to be.
 *
 * @param multiplier null keeps the present one, or takes 2
 */
public record ThresholdChange(String dimensionType, String dimensionKey, double baselineP50Ms, Double multiplier) {
    /** The dimension types that a threshold may be set for. */
    public static final List<String> TYPES =
            List.of("phase", "gate", "subagent", "sd_type", "gate+sd_type", "model", "tool", "service", "operation");

    /** What is wrong with the name of a dimension, with the field; empty where nothing is. */
    public static Optional<String> dimensionFault(String type, String key) {
        if (!TYPES.contains(String.valueOf(type))) {
            return Optional.of("dimension_type must be one of " + String.join(", ", TYPES) + ".");
        }
        boolean named = key != null && !key.isBlank() && key.indexOf('\0') < 0;
        return named ? Optional.empty() : Optional.of("dimension_key must name the " + type + ".");
    }

    /** What is wrong with it, with the field; empty where nothing is. */
    public Optional<String> fault() {
        Optional<String> unnamed = dimensionFault(dimensionType, dimensionKey);
        if (unnamed.isPresent()) {
            return unnamed;
        }
        if (!(baselineP50Ms > 0) || Double.isInfinite(baselineP50Ms)) {
            return Optional.of("baseline_p50_ms must be a number of milliseconds above 0.");
        }
        if (multiplier != null && (!(multiplier >= 1) || Double.isInfinite(multiplier))) {
            return Optional.of("multiplier must be a number of at least 1.");
        }
        return Optional.empty();
    }
}
