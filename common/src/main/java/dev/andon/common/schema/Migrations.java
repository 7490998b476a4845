package dev.andon.common.schema;

import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings a database to the schema of this build. Run by the launcher on one machine and by one Job in a cluster, never by a
 * service as it starts. Safe to repeat and to run twice at once: Flyway holds a lock.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param jdbcUrl a PostgreSQL JDBC URL whose user may create roles and tables; may carry the user and password
     * @return how many migrations were applied
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        return flyway(dataSource(jdbcUrl, user, password)).migrate().migrationsExecuted;
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .configuration(properties())
                .load();
    }

    private static Properties properties() {
        Properties properties = new Properties();
        // Partitions and indexes are made in transactions; session locks survive them where advisory ones would not.
        properties.setProperty("flyway.postgresql.transactional.lock", "false");
        return properties;
    }

    private static DataSource dataSource(String jdbcUrl, String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
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
