package dev.andon.local.bench.ingest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Processor time that the processes of a contest have used. Unlike times by the clock these hold on a machine that does other work
 * too.
 */
final class CpuTimes {
    private static final String BACKENDS = """
            SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = current_database()
            """;

    private final Map<Long, Duration> before = new HashMap<>();
    private final Connection connection;
    private final long service;

    private CpuTimes(Connection connection, long service) {
        this.connection = connection;
        this.service = service;
    }

    /** From now on; of the service, of this process, and of every backend of the database. */
    static CpuTimes start(Connection connection, long service) throws SQLException {
        CpuTimes times = new CpuTimes(connection, service);
        times.before.put(service, used(service));
        times.before.put(
                ProcessHandle.current().pid(), used(ProcessHandle.current().pid()));
        for (long pid : times.backends()) {
            times.before.put(pid, used(pid));
        }
        return times;
    }

    /** Nanoseconds of the service since the start. */
    long service() {
        return since(service);
    }

    /** Nanoseconds of this process, which makes the load. */
    long load() {
        return since(ProcessHandle.current().pid());
    }

    /** Nanoseconds of all backends. */
    long database() throws SQLException {
        long sum = 0;
        for (long pid : backends()) {
            sum += since(pid);
        }
        return sum;
    }

    private long since(long pid) {
        return used(pid).minus(before.getOrDefault(pid, Duration.ZERO)).toNanos();
    }

    private static Duration used(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private long[] backends() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(BACKENDS)) {
            LongStream.Builder pids = LongStream.builder();
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
            return pids.build().toArray();
        }
    }
}
