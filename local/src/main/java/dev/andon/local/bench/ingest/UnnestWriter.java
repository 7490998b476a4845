package dev.andon.local.bench.ingest;

import dev.andon.local.bench.ingest.InsertWay.Write;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Writes rows as one array a column, {@code INSERT … SELECT … FROM unnest(…) ON CONFLICT DO NOTHING}, over the reactive client. */
final class UnnestWriter implements AutoCloseable {
    private static final String INSERT = """
            INSERT INTO insert_way (%1$s)
            SELECT %2$s
              FROM unnest(%3$s) AS given (%1$s)
            ON CONFLICT DO NOTHING
            """;

    private final Vertx vertx;
    private final PgConnection connection;

    private UnnestWriter(Vertx vertx, PgConnection connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    static UnnestWriter connect(int port) {
        Vertx vertx = Vertx.vertx();
        PgConnectOptions options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(port)
                .setUser("postgres")
                .setDatabase("postgres")
                .setCachePreparedStatements(true);
        return new UnnestWriter(vertx, await(PgConnection.connect(vertx, options)));
    }

    /** Reads the rows of a table beforehand; each write is a statement of its own, committed by itself. */
    List<Write> writes(String source, List<String> columns, int group) {
        List<String> parameters = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        for (String column : columns) {
            boolean json = List.of("attributes", "events", "links").contains(column);
            parameters.add("$" + (parameters.size() + 1) + "::" + (json ? "text" : type(column)) + "[]");
            selected.add(json ? column + "::jsonb" : column);
        }
        String names = String.join(", ", columns);
        String insert = INSERT.formatted(names, String.join(", ", selected), String.join(", ", parameters));
        List<Row> rows = rows(source, columns);
        List<Write> writes = new ArrayList<>();
        for (int at = 0; at < rows.size(); at += group) {
            Tuple arrays = arrays(rows.subList(at, Math.min(rows.size(), at + group)), columns);
            writes.add(to -> await(connection.preparedQuery(insert).execute(arrays)));
        }
        return writes;
    }

    private List<Row> rows(String source, List<String> columns) {
        List<String> selected = columns.stream()
                .map(column -> type(column).equals("text") ? column + "::text" : column)
                .toList();
        return StreamSupport.stream(
                        await(connection
                                        .query("SELECT " + String.join(", ", selected) + " FROM " + source)
                                        .execute())
                                .spliterator(),
                        false)
                .toList();
    }

    private static Tuple arrays(List<Row> rows, List<String> columns) {
        Tuple arrays = Tuple.tuple();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            arrays.addValue(
                    switch (type(columns.get(i))) {
                        case "timestamptz" ->
                            rows.stream()
                                    .map(row -> row.getOffsetDateTime(column))
                                    .toArray(OffsetDateTime[]::new);
                        case "double precision" ->
                            rows.stream().map(row -> row.getDouble(column)).toArray(Double[]::new);
                        case "bigint" ->
                            rows.stream().map(row -> row.getLong(column)).toArray(Long[]::new);
                        default ->
                            rows.stream().map(row -> row.getString(column)).toArray(String[]::new);
                    });
        }
        return arrays;
    }

    private static String type(String column) {
        return switch (column) {
            case "created_at" -> "timestamptz";
            case "duration_ms" -> "double precision";
            case "resource_id", "input_tokens", "output_tokens" -> "bigint";
            default -> "text";
        };
    }

    @Override
    public void close() {
        await(connection.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
