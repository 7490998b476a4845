package dev.andon.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.config.DatabaseUrl;
import dev.andon.local.home.DataDir;
import dev.andon.local.stack.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    @TempDir
    private Path folder;

    @Test
    void a_password_that_somebody_lost_costs_no_data() throws Exception {
        DataDir dir = new DataDir(folder);
        dir.create();
        int port = Ports.from(0).postgres();
        try (EmbeddedServer first = EmbeddedServer.start(dir, port)) {
            execute(first.url(), "CREATE TABLE kept (n integer)");
        }
        Files.delete(dir.password());

        try (EmbeddedServer second = EmbeddedServer.start(dir, port)) {
            execute(second.url(), "INSERT INTO kept VALUES (1)");
        }
    }

    @Test
    void a_url_is_that_of_the_folder_by_its_password_on_any_port() {
        DataDir dir = new DataDir(folder);
        assertThat(EmbeddedServer.isOf(dir, "postgresql://andon:secret@localhost:4322/andon"))
                .isFalse();
        DataDir.writeSecret(dir.password(), "secret");

        assertThat(EmbeddedServer.isOf(dir, "postgresql://andon:secret@localhost:4322/andon"))
                .isTrue();
        assertThat(EmbeddedServer.isOf(dir, "postgresql://andon:secret@localhost:15004/andon"))
                .isTrue();
        assertThat(EmbeddedServer.isOf(dir, "postgresql://andon:other@localhost:4322/andon"))
                .isFalse();
        assertThat(EmbeddedServer.isOf(dir, "postgresql://andon:secret@db.example.com:5432/andon"))
                .isFalse();
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = ServiceRoles.connect(DatabaseUrl.parse(url));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
