package dev.andon.local.bench.ingest;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Raw {@code COPY … (FORMAT binary)} of the rows of a table into the same table, emptied, with all its indexes. */
final class CopyYardstick {
    private static final String COPY_OUT = """
            COPY %s TO STDOUT (FORMAT binary)
            """;

    private static final String COPY_IN = """
            COPY %s FROM STDIN (FORMAT binary)
            """;

    private static final String SIZE = """
            SELECT pg_total_relation_size('%s'::regclass)
            """;

    private final Connection connection;

    CopyYardstick(Connection connection) {
        this.connection = connection;
    }

    /** Nanoseconds by the clock, and of processor time in the backend. */
    record Run(long nanos, long databaseCpu) {}

    /** For the rows that lie in the table; afterwards the table is as it was. */
    Run run(String table, Path scratch) throws SQLException, IOException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(scratch), 1 << 16)) {
            postgres.getCopyAPI().copyOut(COPY_OUT.formatted(table), out);
        }
        empty(table);
        CpuTimes work = CpuTimes.start(connection, ProcessHandle.current().pid());
        long start = System.nanoTime();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(scratch), 1 << 16)) {
            postgres.getCopyAPI().copyIn(COPY_IN.formatted(table), in, 1 << 16);
        }
        return new Run(System.nanoTime() - start, work.database());
    }

    Connection connection() {
        return connection;
    }

    void empty(String table) throws SQLException {
        execute("TRUNCATE " + table);
        execute("CHECKPOINT");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Bytes on disk, indexes included. */
    long size(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery(SIZE.formatted(table))) {
            size.next();
            return size.getLong(1);
        }
    }
}
