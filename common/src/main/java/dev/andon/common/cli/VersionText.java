package dev.andon.common.cli;

import jakarta.enterprise.context.Dependent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the service, its version and the Java it runs on. */
@Dependent
final class VersionText implements IVersionProvider {
    private final String name;
    private final String version;

    VersionText(
            @ConfigProperty(name = "quarkus.application.name") String name,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            name + " " + version + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
