package dev.andon.analyzer.watermark;

import dev.andon.analyzer.rollup.TraceContributions;
import dev.andon.analyzer.span.MicroTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the fold has come, and what waits: the row of rollup_watermarks and the queue span_batches. Whoever holds the row's lock is
 * the one folder. Transaction ids count up to 2^63, so a long holds them.
 */
public final class Watermark {
    private static final String ENSURE = """
            INSERT INTO rollup_watermarks (name, folded_xid, version, as_of, updated_at)
            SELECT 'spans', '0', ?, timestamptz 'epoch', now()
             WHERE NOT EXISTS (SELECT FROM rollup_watermarks WHERE name = 'spans')
                ON CONFLICT DO NOTHING
            """;
    private static final String CLAIM = """
            SELECT folded_xid::text::bigint, version
              FROM rollup_watermarks
             WHERE name = 'spans'
               FOR UPDATE SKIP LOCKED
            """;
    private static final String CLAIM_WAITING = """
            SELECT folded_xid::text::bigint, version
              FROM rollup_watermarks
             WHERE name = 'spans'
               FOR UPDATE
            """;
    // Everything below the oldest transaction that still runs is decided: committed and seen, or never to be seen.
    private static final String SAFE = """
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, statement_timestamp()
            """;
    private static final String BATCHES = """
            SELECT xid::text::bigint, span_count, first_start_at, last_start_at, trace_ids
              FROM span_batches
             WHERE xid >= ?::text::xid8
               AND xid < ?::text::xid8
             ORDER BY xid
             LIMIT ?
            """;
    private static final String BATCHES_OF = """
            SELECT xid::text::bigint, span_count, first_start_at, last_start_at, trace_ids
              FROM span_batches
             WHERE xid = ?::text::xid8
            """;
    // A batch notes its time before it commits, so before it is acknowledged: what is not folded was not acknowledged
    // before this.
    private static final String OLDEST_WAITING = """
            SELECT min(received_at)
              FROM span_batches
             WHERE xid >= ?::text::xid8
            """;
    private static final String ADVANCE = """
            UPDATE rollup_watermarks
               SET folded_xid = ?::text::xid8,
                   as_of = greatest(as_of, ?),
                   updated_at = now()
             WHERE name = 'spans'
            """;
    private static final String NOW_OF_VERSION = """
            UPDATE rollup_watermarks
               SET version = ?,
                   updated_at = now()
             WHERE name = 'spans'
            """;
    private static final String OTHER_CLUSTER = """
            SELECT rollups_of_another_cluster()
            """;
    private static final String RESTART = """
            UPDATE rollup_watermarks
               SET version = ?,
                   folded_xid = pg_snapshot_xmin(pg_current_snapshot()),
                   updated_at = now()
             WHERE name = 'spans'
            RETURNING folded_xid::text::bigint
            """;
    static final int NO_VERSION = 0;

    private final Connection connection;

    public Watermark(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param version of the function whose results the rollups hold
     */
    public record Claim(long foldedXid, int version) {}

    /**
     * @param xid every transaction below has ended
     * @param at before the moment that this was known
     */
    public record Safe(long xid, Timestamp at) {}

    /** What one committed write touched; times in microseconds. */
    public record Batch(long xid, int spans, long firstStartUs, long lastStartUs, String[] traceIds) {}

    /** Makes this transaction the one folder; empty where another is it just now. */
    public Optional<Claim> claim(boolean wait) throws SQLException {
        try (PreparedStatement ensure = connection.prepareStatement(ENSURE);
                PreparedStatement claim = connection.prepareStatement(wait ? CLAIM_WAITING : CLAIM)) {
            ensure.setInt(1, TraceContributions.VERSION);
            ensure.executeUpdate();
            try (ResultSet row = claim.executeQuery()) {
                return row.next() ? Optional.of(new Claim(row.getLong(1), row.getInt(2))) : Optional.empty();
            }
        }
    }

    /** Fails where what is claimed cannot be gone on from, with the remedy. */
    public void check(Claim claim) throws SQLException {
        Optional<String> otherCluster = otherCluster();
        if (otherCluster.isPresent()) {
            throw RollupsHalted.restored(otherCluster.get());
        }
        if (claim.version() != TraceContributions.VERSION) {
            throw RollupsHalted.ofVersion(claim.version());
        }
    }

    Optional<String> otherCluster() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OTHER_CLUSTER);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** Nothing counts as folded well until the rollups were made anew; returns the new watermark, of this cluster. */
    long restart() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RESTART)) {
            statement.setInt(1, NO_VERSION);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    public Safe safe() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAFE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Safe(row.getLong(1), row.getTimestamp(2));
        }
    }

    /**
     * What was written from one transaction to another (exclusive), in order, whole transactions only; at most {@code spans} spans unless
     * the first transaction alone has more.
     */
    public List<Batch> batches(long fromXid, long toXid, int spans) throws SQLException {
        // One more than wanted tells whether the last transaction is whole.
        int limit = spans;
        List<Batch> batches = new ArrayList<>();
        boolean cut = false;
        try (PreparedStatement statement = connection.prepareStatement(BATCHES)) {
            statement.setString(1, Long.toString(fromXid));
            statement.setString(2, Long.toString(toXid));
            statement.setInt(3, limit);
            statement.setFetchSize(500);
            long total = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next() && !cut) {
                    Batch batch = batch(rows);
                    total += batch.spans();
                    batches.add(batch);
                    cut = total > spans;
                }
            }
        }
        return cut || batches.size() == limit ? wholeTransactions(batches) : batches;
    }

    public Optional<Timestamp> oldestWaiting(long xid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OLDEST_WAITING)) {
            statement.setString(1, Long.toString(xid));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getTimestamp(1));
            }
        }
    }

    public void advance(long xid, Timestamp asOf) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setString(1, Long.toString(xid));
            statement.setTimestamp(2, asOf);
            statement.executeUpdate();
        }
    }

    /** Notes that the rollups now hold the results of the present function. */
    public void nowOfThisVersion() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOW_OF_VERSION)) {
            statement.setInt(1, TraceContributions.VERSION);
            statement.executeUpdate();
        }
    }

    private List<Batch> wholeTransactions(List<Batch> batches) throws SQLException {
        long last = batches.get(batches.size() - 1).xid();
        if (batches.get(0).xid() != last) {
            return batches.stream().filter(batch -> batch.xid() < last).toList();
        }
        List<Batch> whole = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(BATCHES_OF)) {
            statement.setString(1, Long.toString(last));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    whole.add(batch(rows));
                }
            }
        }
        return whole;
    }

    private static Batch batch(ResultSet row) throws SQLException {
        return new Batch(
                row.getLong(1),
                row.getInt(2),
                MicroTime.micros(row.getTimestamp(3)),
                MicroTime.micros(row.getTimestamp(4)),
                (String[]) row.getArray(5).getArray());
    }
}
