package dev.andon.common.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings a database to the schema of this build. Run by the launcher on one machine and by one Job in a cluster, never by a
 * service as it starts. Safe to repeat and to run twice at once: Flyway holds a lock.
 */
public final class Migrations {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param jdbcUrl a PostgreSQL JDBC URL whose user may create roles and tables; may carry the user and password
     * @return how many migrations were applied
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        return migrate(jdbcUrl, user, password, description -> {});
    }

    /**
     * Applies what is missing and tells of each migration as it begins.
     *
     * @return how many migrations were applied
     */
    public static int migrate(String jdbcUrl, String user, String password, Consumer<String> progress) {
        FluentConfiguration configuration = configuration(dataSource(jdbcUrl, user, password));
        return configuration.callbacks(new MigrationProgress(progress)).load().migrate().migrationsExecuted;
    }

    /** What this build has and the database has not, in order; empty where a service of this build can work. */
    public static List<String> pending(String jdbcUrl, String user, String password) {
        MigrationInfo[] pending =
                configuration(dataSource(jdbcUrl, user, password)).load().info().pending();
        return Arrays.stream(pending).map(MigrationInfo::getScript).toList();
    }

    private static FluentConfiguration configuration(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                // Numbers are given out by feature, so a lower one may come later than a higher. Each only expands.
                .outOfOrder(true)
                .configuration(properties());
    }

    private static Properties properties() {
        Properties properties = new Properties();
        // Partitions and indexes are made in transactions; session locks survive them where advisory ones would not.
        properties.setProperty("flyway.postgresql.transactional.lock", "false");
        return properties;
    }

    private static DataSource dataSource(String jdbcUrl, String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        dataSource.setUrl(jdbcUrl);
        if (user != null) {
            dataSource.setUser(user);
        }
        if (password != null) {
            dataSource.setPassword(password);
        }
        return dataSource;
    }
}
