package dev.andon.monitor.store;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The one place where pages wait for PostgreSQL. Called on virtual threads; gives values back, never row sets. */
@ApplicationScoped
public class Database {
    /** Longer than the statement timeout of the connection, so that the database is the one that gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /** Every row. */
    public <T> List<T> list(String sql, Tuple parameters, Function<Row, T> mapper) {
        RowSet<Row> rows = pool.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
        List<T> values = new ArrayList<>(rows.rowCount());
        for (Row row : rows) {
            values.add(mapper.apply(row));
        }
        return values;
    }

    /** Every row of a query without parameters. */
    public <T> List<T> list(String sql, Function<Row, T> mapper) {
        return list(sql, Tuple.tuple(), mapper);
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Tuple parameters, Function<Row, T> mapper) {
        return list(sql, parameters, mapper).stream().findFirst();
    }
}
