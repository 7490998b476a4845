package dev.andon.analyzer;

import dev.andon.common.sql.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** What beans of every feature need and no feature makes: the database. */
final class AnalyzerBeans {
    @Produces
    @Singleton
    Database database(DataSource dataSource) {
        return new Database(dataSource);
    }
}
