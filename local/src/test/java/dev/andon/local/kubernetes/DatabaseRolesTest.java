package dev.andon.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.schema.Migrations;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code roles.sql} of the local overlay is enough: the migration Job can build the schema with its login, and each service can
 * work with its own and with no other. Of the test server, roles outlive a database, so they are given their logins anew.
 */
class DatabaseRolesTest {
    private static TestDatabase database;

    @BeforeAll
    static void as_the_first_start_of_postgresql_does() {
        PostgresServer.freshDatabase();
        database = PostgresServer.emptyDatabase();
        for (String statement : statements()) {
            database.execute(statement);
        }
        String migrate = "ALTER DATABASE " + database.name() + " OWNER TO andon_migrate";
        database.execute(migrate);
    }

    @Test
    void the_migration_job_builds_the_schema_and_each_service_sees_that_it_is_complete() {
        assertThat(Migrations.migrate(database.jdbcUrl(), "andon_migrate", "of migrate"))
                .isPositive();

        assertThat(List.of("ingest", "analyzer", "monitor"))
                .allSatisfy(service -> assertThat(
                                Migrations.pending(database.jdbcUrl(), "andon_" + service, "of " + service))
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "analyzer", "monitor"})
    void a_service_takes_its_own_role_and_no_other(String service) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), "andon_" + service, "of " + service);
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE andon_" + service);
            String other = service.equals("ingest") ? "analyzer" : "ingest";
            assertThatThrownBy(() -> statement.execute("SET ROLE andon_" + other))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("CREATE ROLE intruder"))
                    .hasMessageContaining("permission denied");
        }
    }

    /** As psql would send them: without its own commands, passwords in place; the database is there, and so may be the roles. */
    private static List<String> statements() {
        String sql = Manifests.read(Kustomization.LOCAL.folder().resolve("roles.sql"));
        String plain = sql.lines()
                .filter(line -> !line.startsWith("\\set") && !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .replaceAll(":'([a-z]+)'", "'of $1'");
        List<String> statements = List.of(plain.strip().split(";\\s*"));
        assertThat(statements).hasSize(5).last().asString().startsWith("CREATE DATABASE andon OWNER andon_migrate");
        return statements.subList(0, 4).stream()
                .map(statement ->
                        exists(statement.split(" ")[2]) ? statement.replace("CREATE ROLE", "ALTER ROLE") : statement)
                .toList();
    }

    private static boolean exists(String role) {
        return database.number("SELECT count(*) FROM pg_roles WHERE rolname = '" + role + "'") == 1;
    }
}
