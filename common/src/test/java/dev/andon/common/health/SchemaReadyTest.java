package dev.andon.common.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.schema.Migrations;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SchemaReadyTest {

    @Test
    void database_without_our_schema_is_down_until_it_is_migrated() {
        TestDatabase database = PostgresServer.emptyDatabase();
        SchemaReady check = check(database.jdbcUrl());

        HealthCheckResponse before = check.call();
        Migrations.migrate(database.jdbcUrl(), "postgres", null);

        assertThat(before.getStatus()).isEqualTo(Status.DOWN);
        assertThat(before.getData().orElseThrow()).containsEntry("remedy", "Run \"andon monitor migrate\".");
        assertThat(check.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void login_of_a_service_may_look() {
        TestDatabase database = PostgresServer.freshDatabase();

        SchemaReady check = check(database.jdbcUrl() + "?options=-c%20role=andon_ingest");

        assertThat(check.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void database_out_of_reach_is_down_and_says_so() {
        HealthCheckResponse response =
                check("jdbc:postgresql://localhost:1/none").call();

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow().get("remedy").toString()).startsWith("Database connection timeout");
    }

    private static SchemaReady check(String jdbcUrl) {
        return new SchemaReady(Optional.of(jdbcUrl), Optional.of("postgres"), Optional.empty());
    }
}
