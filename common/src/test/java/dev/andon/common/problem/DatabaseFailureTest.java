package dev.andon.common.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Real failures of a real server, each told by its kind. */
class DatabaseFailureTest {
    private final TestDatabase database = PostgresServer.freshDatabase();

    @Test
    void nobody_listening_is_unreachable() {
        assertThat(DatabaseFailure.of(connecting("jdbc:postgresql://localhost:1/none?connectTimeout=1", "postgres")))
                .hasValue(DatabaseFailure.UNREACHABLE);
        assertThat(DatabaseFailure.UNREACHABLE.sentence()).startsWith("Database connection timeout");
    }

    @Test
    void unknown_database_is_a_refused_login() {
        String url = "jdbc:postgresql://localhost:" + database.port() + "/no_such";
        assertThat(DatabaseFailure.of(connecting(url, "postgres"))).hasValue(DatabaseFailure.LOGIN_REFUSED);
    }

    @Test
    void unknown_role_of_ours_is_a_missing_schema() {
        String url = database.jdbcUrl() + "?options=-c%20role=andon_nobody";
        assertThat(DatabaseFailure.of(connecting(url, "postgres"))).hasValue(DatabaseFailure.SCHEMA_MISSING);
    }

    @Test
    void missing_table_is_a_missing_schema() {
        assertThat(DatabaseFailure.of(running("SELECT 1 FROM no_such_table"))).hasValue(DatabaseFailure.SCHEMA_MISSING);
    }

    @Test
    void missing_right_is_forbidden() {
        assertThat(DatabaseFailure.of(running("SET ROLE andon_ingest; DELETE FROM api_keys")))
                .hasValue(DatabaseFailure.FORBIDDEN);
    }

    @Test
    void statement_timeout_is_too_slow_however_deep_it_is() {
        Throwable slow = running("SET statement_timeout = 10; SELECT pg_sleep(5)");
        assertThat(DatabaseFailure.of(new IllegalStateException(new RuntimeException(slow))))
                .hasValue(DatabaseFailure.TOO_SLOW);
    }

    @Test
    void mistakes_of_ours_are_none_of_these() {
        assertThat(DatabaseFailure.of(running("SELEKT"))).isEmpty();
        assertThat(DatabaseFailure.of(new IllegalStateException("x"))).isEmpty();
    }

    private static Throwable connecting(String url, String user) {
        return catchThrowable(() -> DriverManager.getConnection(url, user, "").close());
    }

    private Throwable running(String sql) {
        return catchThrowable(() -> run(sql));
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
