package dev.andon.common.testing;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a fresh migrated database; a field of type {@link TestDatabase} in the test is set to it. Use as
 * {@code @QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)}; init arguments become
 * configuration of the service.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private TestDatabase database;
    private final Map<String, String> config = new HashMap<>();

    @Override
    public void init(Map<String, String> initArgs) {
        config.putAll(initArgs);
    }

    @Override
    public Map<String, String> start() {
        // Services of earlier test classes in this JVM left gauges there, which would keep those of the same name from
        // reporting.
        Metrics.globalRegistry.clear();
        database = PostgresServer.freshDatabase();
        config.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        config.put("quarkus.datasource.reactive.url", database.jdbcUrl().replaceFirst("^jdbc:", ""));
        config.put("quarkus.datasource.username", "postgres");
        config.put("quarkus.datasource.password", "postgres");
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(database, new TestInjector.MatchesType(TestDatabase.class));
    }

    @Override
    public void stop() {
        // The server ends with the JVM; its databases are in a temporary folder.
    }
}
