package dev.andon.local.cli;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The three forms of an SQL answer, as psql prints them. NULL is empty. */
sealed interface SqlOutput {
    void rows(ResultSet result) throws SQLException;

    /** After a statement that returns no rows. */
    void count(int rows);

    /** Columns in line, numbers to the right, a count below. */
    record Aligned(PrintWriter out, boolean tuplesOnly) implements SqlOutput {
        private static final Set<Integer> NUMBERS = Set.of(
                Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.NUMERIC, Types.DOUBLE, Types.REAL, Types.DECIMAL);

        @Override
        public void rows(ResultSet result) throws SQLException {
            List<String> names = names(result);
            List<List<String>> rows = read(result);
            int[] widths = widths(names, rows);
            if (!tuplesOnly) {
                out.println(line(names, widths, column -> true));
                out.println(rule(widths));
            }
            ResultSetMetaData meta = result.getMetaData();
            boolean[] numbers = new boolean[names.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = NUMBERS.contains(meta.getColumnType(i + 1));
            }
            rows.forEach(row -> out.println(line(row, widths, column -> !numbers[column])));
            if (!tuplesOnly) {
                out.println(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
            }
            out.println();
        }

        @Override
        public void count(int rows) {
            out.println(rows == 1 ? "1 row changed" : rows + " rows changed");
        }

        private static int[] widths(List<String> names, List<List<String>> rows) {
            int[] widths = names.stream().mapToInt(String::length).toArray();
            for (List<String> row : rows) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
            return widths;
        }

        private static String line(List<String> cells, int[] widths, java.util.function.IntPredicate leftAligned) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - cells.get(i).length());
                line.append(i == 0 ? " " : " | ");
                line.append(leftAligned.test(i) ? cells.get(i) + gap : gap + cells.get(i));
            }
            return line.toString().stripTrailing();
        }

        private static String rule(int[] widths) {
            List<String> parts = new ArrayList<>();
            for (int width : widths) {
                parts.add("-".repeat(width + 2));
            }
            return String.join("+", parts);
        }
    }

    /** Columns separated by a bar. */
    record Unaligned(PrintWriter out, boolean tuplesOnly) implements SqlOutput {
        @Override
        public void rows(ResultSet result) throws SQLException {
            if (!tuplesOnly) {
                out.println(String.join("|", names(result)));
            }
            List<List<String>> rows = read(result);
            rows.forEach(row -> out.println(String.join("|", row)));
            if (!tuplesOnly) {
                out.println(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
            }
        }

        @Override
        public void count(int rows) {
            if (!tuplesOnly) {
                out.println(rows == 1 ? "1 row changed" : rows + " rows changed");
            }
        }
    }

    /** RFC 4180. */
    record Csv(PrintWriter out, boolean tuplesOnly) implements SqlOutput {
        @Override
        public void rows(ResultSet result) throws SQLException {
            if (!tuplesOnly) {
                line(names(result));
            }
            read(result).forEach(this::line);
        }

        @Override
        public void count(int rows) {
            // CSV holds rows and nothing else.
        }

        private void line(List<String> cells) {
            out.println(String.join(
                    ",",
                    cells.stream()
                            .map(cell ->
                                    cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                            .toList()));
        }
    }

    private static List<String> names(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            names.add(meta.getColumnLabel(i));
        }
        return names;
    }

    private static List<List<String>> read(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                String value = result.getString(i);
                row.add(value == null ? "" : value);
            }
            rows.add(row);
        }
        return rows;
    }
}
