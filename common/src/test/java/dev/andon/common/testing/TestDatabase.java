package dev.andon.common.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One database of the test server, with shortcuts for arranging and asserting rows by SQL as its superuser. */
public record TestDatabase(int port, String name) {

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/" + name;
    }

    /** As operators write it, with the superuser. */
    public String url() {
        return "postgresql://postgres@localhost:" + port + "/" + name;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), "postgres", "");
    }

    /** Runs statements separated by semicolons. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed.getMessage() + " in " + sql, failed);
        }
    }

    /** The first column of the first row as text; null where it is null. Fails where there is no row. */
    public String text(String sql) {
        return rows(sql).get(0).get(0);
    }

    /** The first column of the first row as a number. */
    public long number(String sql) {
        return Long.parseLong(text(sql));
    }

    /** Every row of every table, to be compared with what they were. */
    public String contents() {
        return rows("""
                SELECT relname, md5(query_to_xml('SELECT * FROM ' || quote_ident(relname), false, true, '')::text)
                  FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                 ORDER BY relname
                """).toString();
    }

    /** Every row, every column as text. */
    public List<List<String>> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed.getMessage() + " in " + sql, failed);
        }
    }
}
