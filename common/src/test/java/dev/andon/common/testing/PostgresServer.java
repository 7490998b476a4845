package dev.andon.common.testing;

import dev.andon.common.schema.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one real PostgreSQL of a test JVM: started on first use, stopped with the JVM. Each call of {@link #freshDatabase} clones a
 * migrated template, which takes milliseconds. The session time zone is odd on purpose, so that zone mistakes show.
 */
public final class PostgresServer {
    private static final String TEMPLATE = "andon_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static EmbeddedPostgres server;

    private PostgresServer() {}

    /** A new database with the whole schema and nothing in it but what migrations seed. */
    public static synchronized TestDatabase freshDatabase() {
        String name = emptyDatabaseFrom(TEMPLATE);
        return new TestDatabase(server().getPort(), name);
    }

    /** A new database with nothing in it at all. */
    public static synchronized TestDatabase emptyDatabase() {
        String name = emptyDatabaseFrom("template0");
        return new TestDatabase(server().getPort(), name);
    }

    private static String emptyDatabaseFrom(String template) {
        server();
        String name = "test_" + COUNTER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return name;
    }

    private static EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("timezone", "Asia/Kathmandu")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException cannotStart) {
                throw new UncheckedIOException(cannotStart);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(PostgresServer::stop));
            execute("CREATE DATABASE " + TEMPLATE);
            Migrations.migrate(new TestDatabase(server.getPort(), TEMPLATE).jdbcUrl(), "postgres", null);
        }
        return server;
    }

    private static void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void stop() {
        try {
            server.close();
        } catch (IOException ignored) {
            // The JVM ends; its PostgreSQL ends with it.
        }
    }
}
