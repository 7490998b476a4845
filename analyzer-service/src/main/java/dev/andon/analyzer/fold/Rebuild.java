package dev.andon.analyzer.fold;

import dev.andon.analyzer.fold.TouchedTraces.Extent;
import dev.andon.analyzer.span.MicroTime;
import dev.andon.analyzer.watermark.RestoredSpans;
import dev.andon.analyzer.watermark.RollupsHalted;
import dev.andon.analyzer.watermark.Watermark;
import dev.andon.analyzer.watermark.Watermark.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Makes rollups anew from the spans that are folded, an hour at a time, each in a transaction of its own that holds the watermark: at
 * any moment every hour is either as it was or right. Used when the arithmetic changed or spans were deleted by hand. Hours whose
 * spans are gone, as retention takes them, are kept.
 */
public final class Rebuild {
    private static final String HOURS = """
            SELECT extract(epoch FROM hour)::bigint
              FROM (SELECT date_bin('1 hour', created_at, timestamptz 'epoch') AS hour
                      FROM workflow_trace_log
                     WHERE created_at >= ? AND created_at < ?
                     UNION
                    SELECT bucket_start FROM dimension_rollups WHERE bucket_start >= ? AND bucket_start < ?
                     UNION
                    SELECT date_bin('1 hour', started_at, timestamptz 'epoch')
                      FROM trace_summaries
                     WHERE started_at >= ? AND started_at < ?) h
             ORDER BY hour
            """;
    // An hour that counts a trace without any span left could not be made anew: its day was dropped, whatever came late
    // since.
    private static final String GONE = """
            SELECT NOT EXISTS (SELECT FROM workflow_trace_log WHERE created_at >= ? AND created_at < ?)
                OR EXISTS (SELECT
                             FROM trace_summaries s
                             LEFT JOIN LATERAL (SELECT true AS left_over
                                                  FROM workflow_trace_log l
                                                 WHERE l.trace_id = s.trace_id
                                                   AND l.created_at >= s.started_at
                                                   AND l.created_at <= s.last_start_at
                                                 LIMIT 1) l ON true
                            WHERE s.started_at >= ? AND s.started_at < ?
                              AND l.left_over IS NULL)
            """;
    private static final String TRACES = """
            SELECT DISTINCT trace_id
              FROM workflow_trace_log
             WHERE created_at >= ? AND created_at < ?
               AND ingest_xid < ?::text::xid8
            """;
    private static final String CLEAR_DIMENSIONS = "DELETE FROM dimension_rollups WHERE bucket_start = ?";
    private static final String NOTED =
            "SELECT extract(epoch FROM bucket_start)::bigint FROM rollup_rebuilds ORDER BY bucket_start";
    private static final String FORGET_NOTE = "DELETE FROM rollup_rebuilds WHERE bucket_start = ?";
    private static final String CLEAR_CALLS = "DELETE FROM call_rollups WHERE bucket_start = ?";
    /** Two thousand years: no span starts so long before or after the epoch. */
    private static final long EVER_US = 62_135_596_800_000_000L;

    private final DataSource dataSource;
    private final FoldLimits limits;

    public Rebuild(DataSource dataSource, FoldLimits limits) {
        this.dataSource = dataSource;
        this.limits = limits;
    }

    /**
     * What a rebuild did.
     *
     * @param hours made anew
     * @param kept left as they were, since spans that they count are gone
     * @param adopted spans that had been restored from a dump of another cluster
     */
    public record Rebuilt(int hours, int kept, long adopted) {}

    /**
     * Rebuilds every hour that begins in [from, to). Fails with {@link RollupsHalted} where only a rebuild of everything will do.
     *
     * @param forgetGone whether hours whose spans are gone are made anew too, of what is left
     * @param progress gets the seconds since the epoch of each hour that is done
     */
    public Rebuilt run(Instant from, Instant to, boolean forgetGone, LongConsumer progress) throws SQLException {
        inTransaction((connection, claim) -> {
            new Watermark(connection).check(claim);
            return true;
        });
        return rebuild(from, to, forgetGone, progress, 0);
    }

    /** Rebuilds everything, also after the arithmetic changed or the database was restored into another cluster. */
    public Rebuilt runAll(boolean forgetGone, LongConsumer progress) throws SQLException {
        long adopted = adopt();
        Rebuilt rebuilt =
                rebuild(MicroTime.instant(-EVER_US), MicroTime.instant(EVER_US), forgetGone, progress, adopted);
        inTransaction((connection, claim) -> {
            new Watermark(connection).nowOfThisVersion();
            return true;
        });
        return rebuilt;
    }

    /**
     * Rebuilds the hours that are noted in rollup_rebuilds: a name in spans of theirs was erased, so what was put in can no longer be
     * taken out. Returns how many.
     */
    public int runNoted() throws SQLException {
        List<Long> hours;
        try (Connection connection = dataSource.getConnection()) {
            hours = noted(connection);
        }
        for (long hour : hours) {
            inTransaction((connection, claim) -> {
                new Watermark(connection).check(claim);
                rebuild(connection, claim, hour, false);
                execute(connection, FORGET_NOTE, new Timestamp(hour * 1000));
                return true;
            });
        }
        return hours.size();
    }

    static List<Long> noted(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTED);
                ResultSet rows = statement.executeQuery()) {
            List<Long> hours = new ArrayList<>();
            while (rows.next()) {
                hours.add(rows.getLong(1));
            }
            return hours;
        }
    }

    private long adopt() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return new RestoredSpans(connection).adopt();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Rebuilt rebuild(Instant from, Instant to, boolean forgetGone, LongConsumer progress, long adopted)
            throws SQLException {
        int made = 0;
        List<Long> hours = hours(Timestamp.from(from), Timestamp.from(to));
        for (long hour : hours) {
            made += rebuild(hour, forgetGone) ? 1 : 0;
            progress.accept(hour);
        }
        return new Rebuilt(made, hours.size() - made, adopted);
    }

    private List<Long> hours(Timestamp from, Timestamp to) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(HOURS)) {
            for (int parameter = 1; parameter <= 6; parameter += 2) {
                statement.setTimestamp(parameter, from);
                statement.setTimestamp(parameter + 1, to);
            }
            List<Long> hours = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hours.add(rows.getLong(1));
                }
            }
            return hours;
        }
    }

    private boolean rebuild(long hour, boolean forgetGone) throws SQLException {
        return inTransaction((connection, claim) -> rebuild(connection, claim, hour, forgetGone));
    }

    private boolean rebuild(Connection connection, Claim claim, long hour, boolean forgetGone) throws SQLException {
        Timestamp start = new Timestamp(hour * 1000);
        Timestamp end = new Timestamp((hour + 3600) * 1000);
        if (!forgetGone && isGone(connection, start, end)) {
            return false;
        }
        List<String> traceIds = traces(connection, start, end, claim.foldedXid());
        execute(connection, CLEAR_DIMENSIONS, start);
        execute(connection, CLEAR_CALLS, start);
        TraceFolder folder = new TraceFolder(connection, limits, claim.foldedXid());
        folder.clear(hour);
        for (int from = 0; from < traceIds.size(); from += limits.tracesPerRead()) {
            int to = Math.min(traceIds.size(), from + limits.tracesPerRead());
            folder.foldNew(traceIds.subList(from, to), new Extent(-EVER_US, EVER_US), hour);
        }
        folder.finish();
        return true;
    }

    private static boolean isGone(Connection connection, Timestamp start, Timestamp end) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GONE)) {
            for (int parameter = 1; parameter <= 4; parameter += 2) {
                statement.setTimestamp(parameter, start);
                statement.setTimestamp(parameter + 1, end);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<String> traces(Connection connection, Timestamp start, Timestamp end, long xid)
            throws SQLException {
        List<String> traceIds = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TRACES)) {
            statement.setTimestamp(1, start);
            statement.setTimestamp(2, end);
            statement.setString(3, Long.toString(xid));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    traceIds.add(rows.getString(1));
                }
            }
        }
        return traceIds;
    }

    private static void execute(Connection connection, String sql, Timestamp hour) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, hour);
            statement.executeUpdate();
        }
    }

    @FunctionalInterface
    private interface Work {
        boolean run(Connection connection, Claim claim) throws SQLException;
    }

    private boolean inTransaction(Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean done = work.run(
                        connection, new Watermark(connection).claim(true).orElseThrow());
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException | Error failed) {
                // Whatever it was: what follows would commit the half that is written.
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
