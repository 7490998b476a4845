package dev.andon.local.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every SQL statement in the documents runs, as the role that operators' tools have, and leaves nothing behind. */
class DocumentedSqlTest {
    private static final Pattern BLOCK = Pattern.compile("^```sql\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final TestDatabase DATABASE = PostgresServer.freshDatabase();

    @TestFactory
    Stream<DynamicTest> every_statement_runs() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> documents = Files.list(Path.of("../docs"))) {
            for (Path document : documents.sorted().toList()) {
                Matcher block = BLOCK.matcher(Files.readString(document));
                while (block.find()) {
                    for (String statement : block.group(1).split(";\\s*\\n")) {
                        tests.add(dynamicTest(
                                document.getFileName() + ": "
                                        + statement.strip().lines().findFirst().orElseThrow(),
                                () -> run(statement)));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(25);
        return tests.stream();
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET ROLE " + role(sql));
            statement.execute(sql);
            connection.rollback();
        }
    }

    private static String role(String sql) {
        if (sql.startsWith("CREATE ROLE")) {
            return "postgres";
        }
        return sql.contains("api_keys") ? "andon_monitor" : "service_role";
    }
}
