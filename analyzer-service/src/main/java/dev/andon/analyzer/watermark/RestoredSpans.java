package dev.andon.analyzer.watermark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans that were restored from a dump of another cluster and carry its transaction ids. They are made older than every transaction
 * of this cluster, an hour at a time; until then and until the rollups are made anew, nobody folds. Can be repeated when cut off.
 */
public final class RestoredSpans {
    private static final String ANY = """
            SELECT EXISTS (SELECT FROM workflow_trace_log WHERE ingest_xid >= pg_snapshot_xmax(pg_current_snapshot()))
            """;
    private static final String HOURS = """
            SELECT DISTINCT date_bin('1 hour', created_at, timestamptz 'epoch') AS hour
              FROM workflow_trace_log
             WHERE ingest_xid >= ?::text::xid8
             ORDER BY hour
            """;
    private static final String ADOPT_SUMMARIES = """
            UPDATE trace_summaries
               SET folded_xid = ?::text::xid8
             WHERE folded_xid > ?::text::xid8
            """;
    private static final String DROP_BATCHES = """
            SELECT drop_restored_batches()
            """;
    private static final String ADOPT = """
            SELECT adopt_restored_spans(?::timestamptz, ?::timestamptz + interval '1 hour', ?::text::xid8)
            """;

    private final Connection connection;

    /** The connection does not commit by itself. */
    public RestoredSpans(Connection connection) {
        this.connection = connection;
    }

    /** Takes them over and returns how many there were; commits. */
    public long adopt() throws SQLException {
        Watermark watermark = new Watermark(connection);
        Watermark.Claim claim = watermark.claim(true).orElseThrow();
        if (watermark.otherCluster().isEmpty() && !any()) {
            connection.commit();
            return 0;
        }
        long xid = watermark.restart();
        adoptSummaries(xid);
        connection.commit();
        long adopted = 0;
        for (Timestamp hour : hours(xid)) {
            adopted += adopt(hour, xid);
            connection.commit();
        }
        return adopted;
    }

    private boolean any() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANY);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void adoptSummaries(long xid) throws SQLException {
        try (PreparedStatement summaries = connection.prepareStatement(ADOPT_SUMMARIES);
                PreparedStatement batches = connection.prepareStatement(DROP_BATCHES)) {
            summaries.setString(1, Long.toString(xid));
            summaries.setString(2, Long.toString(xid));
            summaries.executeUpdate();
            batches.execute();
        }
    }

    private List<Timestamp> hours(long xid) throws SQLException {
        List<Timestamp> hours = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HOURS)) {
            statement.setString(1, Long.toString(xid));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hours.add(rows.getTimestamp(1));
                }
            }
        }
        return hours;
    }

    private long adopt(Timestamp hour, long xid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADOPT)) {
            statement.setTimestamp(1, hour);
            statement.setTimestamp(2, hour);
            statement.setString(3, Long.toString(xid));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
