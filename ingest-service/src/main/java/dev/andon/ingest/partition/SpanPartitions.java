package dev.andon.ingest.partition;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which table holds the spans of a day. Days around today get a partition when they are first needed; others use theirs where
 * one exists, else the default partition. What is remembered may be out of date (another process made or dropped a day): the
 * database refuses a row in the wrong table, and the writer calls {@link #refresh} and tries again.
 */
@ApplicationScoped
public class SpanPartitions {
    private static final String DEFAULT_TABLE = "workflow_trace_log_default";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String PREFIX = "workflow_trace_log_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private static final String LIST = """
            SELECT child.relname
              FROM pg_inherits
              JOIN pg_class child ON child.oid = pg_inherits.inhrelid
             WHERE pg_inherits.inhparent = 'workflow_trace_log'::regclass
               AND child.relname ~ '^workflow_trace_log_[0-9]{8}$'
            """;

    private static final String ENSURE = """
            SELECT ensure_span_partitions(?, ?)
            """;

    private final PartitionConfig config;
    private final InstantSource clock;
    private final Map<Long, String> tables = new ConcurrentHashMap<>();
    private volatile boolean loaded;

    public SpanPartitions(PartitionConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Outside of transactions: a day that is to have a partition and has none gets it here. */
    public String tableFor(Connection connection, long epochDay) throws SQLException {
        String table = tables.get(epochDay);
        if (table == null && !loaded) {
            refresh(connection);
            table = tables.get(epochDay);
        }
        if (table != null) {
            return table;
        }
        if (!wanted(epochDay)) {
            return DEFAULT_TABLE;
        }
        if (makes(connection, epochDay)) {
            refresh(connection);
        }
        return tables.getOrDefault(epochDay, DEFAULT_TABLE);
    }

    /** False where somebody reads the store just now; spans wait in the default partition until the day is made. */
    private boolean makes(Connection connection, long epochDay) throws SQLException {
        try {
            ensure(connection, epochDay, epochDay);
            return true;
        } catch (SQLException busy) {
            if (!LOCK_NOT_AVAILABLE.equals(busy.getSQLState())) {
                throw busy;
            }
            connection.rollback();
            return false;
        }
    }

    /** Reads again which partitions exist. */
    public void refresh(Connection connection) throws SQLException {
        Map<Long, String> found = new ConcurrentHashMap<>();
        try (PreparedStatement list = connection.prepareStatement(LIST);
                ResultSet names = list.executeQuery()) {
            while (names.next()) {
                String name = names.getString(1);
                found.put(LocalDate.parse(name.substring(PREFIX.length()), DAY).toEpochDay(), name);
            }
        }
        tables.keySet().retainAll(found.keySet());
        tables.putAll(found);
        loaded = true;
    }

    /** Makes the days around today; returns how many were missing. */
    public int makeAhead(Connection connection) throws SQLException {
        long today = today();
        int made = ensure(connection, today - 1, today + config.daysAhead());
        refresh(connection);
        return made;
    }

    private int ensure(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement ensure = connection.prepareStatement(ENSURE)) {
            ensure.setObject(1, LocalDate.ofEpochDay(from));
            ensure.setObject(2, LocalDate.ofEpochDay(to));
            try (ResultSet made = ensure.executeQuery()) {
                made.next();
                return made.getInt(1);
            }
        }
    }

    private boolean wanted(long epochDay) {
        long today = today();
        return epochDay >= today - config.daysBack() && epochDay <= today + config.daysAhead();
    }

    private long today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }
}
