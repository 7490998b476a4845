package dev.andon.local.bench.ingest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One way to write spans into {@link #TABLE}.
 *
 * @param setup statements that make the table
 * @param writes one a transaction
 */
record InsertWay(String key, List<String> setup, List<Write> writes) {
    static final String TABLE = "insert_way";

    /** Writes the rows of one transaction, which the caller commits. */
    interface Write {
        void to(Connection connection) throws Exception;
    }

    /** Nanoseconds by the clock, and of processor time in the backends; bytes on disk, indexes included. */
    record Taken(long nanos, long serverCpu, long bytes) {
        Taken best(Taken other) {
            return new Taken(Math.min(nanos, other.nanos), Math.min(serverCpu, other.serverCpu), bytes);
        }
    }

    /** Makes the table anew, writes everything, drops it. The connection is not in auto-commit, and in no transaction. */
    Taken run(Connection connection) throws Exception {
        for (String statement : setup) {
            execute(connection, statement);
        }
        connection.commit();
        connection.setAutoCommit(true);
        execute(connection, "CHECKPOINT");
        connection.setAutoCommit(false);
        CpuTimes work = CpuTimes.start(connection, ProcessHandle.current().pid());
        connection.commit();
        long start = System.nanoTime();
        for (Write write : writes) {
            write.to(connection);
            connection.commit();
        }
        Taken taken = new Taken(System.nanoTime() - start, work.database(), size(connection));
        execute(connection, "DROP TABLE " + TABLE);
        connection.commit();
        return taken;
    }

    private long size(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("SELECT pg_total_relation_size('" + TABLE + "')")) {
            size.next();
            return size.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
