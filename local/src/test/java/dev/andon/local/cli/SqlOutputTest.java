package dev.andon.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SqlOutputTest {
    private static final String ROWS =
            "SELECT * FROM (VALUES (1, 'a', NULL), (20, 'b \"c\", d', 0.5)) AS v (n, name, x)";
    private static final TestDatabase DATABASE = PostgresServer.freshDatabase();

    @Test
    void aligned_puts_numbers_to_the_right_and_counts_rows() throws SQLException {
        assertThat(print(out -> new SqlOutput.Aligned(out, false))).isEqualTo("""
                 n  | name     | x
                ----+----------+-----
                  1 | a        |
                 20 | b "c", d | 0.5
                (2 rows)

                """);
    }

    @Test
    void unaligned_tuples_only_is_for_scripts() throws SQLException {
        assertThat(print(out -> new SqlOutput.Unaligned(out, true))).isEqualTo("1|a|\n20|b \"c\", d|0.5\n");
    }

    @Test
    void csv_quotes_what_needs_it() throws SQLException {
        assertThat(print(out -> new SqlOutput.Csv(out, false)))
                .isEqualTo("n,name,x\n1,a,\n20,\"b \"\"c\"\", d\",0.5\n");
    }

    private static String print(Function<PrintWriter, SqlOutput> form) throws SQLException {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            form.apply(out).rows(statement.executeQuery(ROWS));
        }
        out.flush();
        return text.toString();
    }
}
