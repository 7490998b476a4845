package dev.andon.common.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGStatement;

/**
 * One open transaction of a {@link Database}; repositories run their named statements through it. Parameters may be null, strings,
 * numbers, booleans, UUIDs, {@link Instant}s and arrays of strings or primitives. Not for use after the transaction's end.
 */
public final class Session {
    private static final int ROWS_AT_ONCE = 5000;

    private final Connection connection;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of the row the result set stands on. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Takes the row the result set stands on. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Works on the connection itself. */
    @FunctionalInterface
    public interface ConnectionWork<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Every row, mapped. */
    public <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
        List<T> rows = new ArrayList<>();
        forEach(sql, row -> rows.add(mapper.map(row)), parameters);
        return rows;
    }

    /** The first row, mapped; empty where there is none. */
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, Object... parameters) {
        return query(sql, mapper, parameters).stream().findFirst();
    }

    /** Hands over the rows one by one, however many there are, without holding them all. */
    public void forEach(String sql, RowReader reader, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            // Binary results from the first execution on: numbers and histograms are not parsed from text.
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException failed) {
            throw new SqlFailure(failed);
        }
    }

    /** Runs a statement that answers no rows; returns how many it changed. */
    public int update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new SqlFailure(failed);
        }
    }

    /** Runs what the methods here do not cover. The transaction stays the one of {@link Database}. */
    public <T> T onConnection(ConnectionWork<T> work) {
        try {
            return work.run(connection);
        } catch (SQLException failed) {
            throw new SqlFailure(failed);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(i + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
        return statement;
    }
}
