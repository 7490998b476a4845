package dev.andon.local.stack;

import dev.andon.local.home.Checkout;
import java.nio.file.Path;
import java.util.List;

/** The three services as the launcher sees them: their jar, their port, the memory they get. */
public enum Service {
    INGEST("ingest", List.of("-Xms64m", "-Xmx1g", "-XX:+UseParallelGC")),
    ANALYZER("analyzer", List.of("-Xms64m", "-Xmx768m", "-XX:+UseSerialGC")),
    MONITOR("monitor", List.of("-Xms32m", "-Xmx384m", "-XX:+UseSerialGC"));

    private final String label;
    private final List<String> memory;

    Service(String label, List<String> memory) {
        this.label = label;
        this.memory = memory;
    }

    public String label() {
        return label;
    }

    List<String> memory() {
        return memory;
    }

    /** The environment variable with which a user adds JVM options to this service. */
    String optionsVariable() {
        return "ANDON_" + name() + "_JAVA_OPTS";
    }

    public Path jar() {
        return Checkout.root().resolve(label + "-service").resolve("target/quarkus-app/quarkus-run.jar");
    }

    public int port(Ports ports) {
        return switch (this) {
            case INGEST -> ports.ingest();
            case ANALYZER -> ports.analyzer();
            case MONITOR -> ports.monitor();
        };
    }

    public String url(Ports ports) {
        return "http://localhost:" + port(ports);
    }
}
