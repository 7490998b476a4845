package dev.andon.common.sql;

import java.sql.SQLException;

/** A statement or a connection failed; the cause is what the driver said. */
public final class SqlFailure extends RuntimeException {

    SqlFailure(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** The five characters of the SQL standard and PostgreSQL; empty where the driver gave none. */
    public String sqlState() {
        String state = ((SQLException) getCause()).getSQLState();
        return state == null ? "" : state;
    }
}
