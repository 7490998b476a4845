package dev.andon.common.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Lets the one variable {@code DATABASE_URL} (or the system property of that name) configure both datasources of a service.
 * Explicit {@code quarkus.datasource.*} environment variables still win.
 */
public final class DatabaseUrlConfigSource implements ConfigSource {
    private static final String NAME = "DATABASE_URL";

    private final Map<String, String> values;

    /** Called by the service loader at start. */
    public DatabaseUrlConfigSource() {
        this(System.getProperty(NAME, System.getenv(NAME)));
    }

    DatabaseUrlConfigSource(String url) {
        this.values = url == null || url.isBlank() ? Map.of() : properties(DatabaseUrl.parse(url));
    }

    private static Map<String, String> properties(DatabaseUrl url) {
        Map<String, String> properties = new HashMap<>();
        properties.put("quarkus.datasource.jdbc.url", url.jdbc());
        properties.put("quarkus.datasource.reactive.url", url.reactive());
        url.user().ifPresent(user -> properties.put("quarkus.datasource.username", user));
        url.password().ifPresent(password -> properties.put("quarkus.datasource.password", password));
        return Map.copyOf(properties);
    }

    @Override
    public Map<String, String> getProperties() {
        return values;
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** Above application.properties (250), below environment (300) and system properties (400). */
    @Override
    public int getOrdinal() {
        return 275;
    }
}
