package dev.andon.common.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Transactions over JDBC, for code that is imperative on virtual threads. Work that throws is rolled back; an {@link SqlFailure}
 * carries what the driver said.
 */
public final class Database {
    private final DataSource dataSource;

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Runs work in one transaction and commits it. */
    public <T> T write(Function<Session, T> work) {
        return inTransaction(false, Connection.TRANSACTION_READ_COMMITTED, work);
    }

    /** Runs work on one snapshot in a READ ONLY transaction: PostgreSQL itself refuses whatever would write. */
    public <T> T read(Function<Session, T> work) {
        return inTransaction(true, Connection.TRANSACTION_REPEATABLE_READ, work);
    }

    private <T> T inTransaction(boolean readOnly, int isolation, Function<Session, T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(readOnly);
            connection.setTransactionIsolation(isolation);
            try {
                T result = work.apply(new Session(connection));
                connection.commit();
                return result;
            } catch (RuntimeException | Error failed) {
                rollback(connection, failed);
                throw failed;
            } finally {
                reset(connection);
            }
        } catch (SQLException failed) {
            throw new SqlFailure(failed);
        }
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }

    /** A pooled connection goes back as it came; one that is broken is thrown away by the pool. */
    private static void reset(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
    }
}
