package dev.andon.analyzer.bottleneck;

/**
 * What is measured: one phase, gate, sub-agent, model, tool, service or operation.
 *
 * @param type one of the types of telemetry_thresholds, for example {@code gate}
 * @param key its name; for {@code gate+sd_type} it reads {@code GATE_NAME+type}, for {@code operation} service, space, span name
 */
public record Dimension(String type, String key) {
    @Override
    public String toString() {
        return type + " " + key;
    }
}
