package dev.andon.analyzer.period;

import dev.andon.analyzer.rollup.CallKey;
import dev.andon.analyzer.rollup.RollupDelta;
import dev.andon.analyzer.rollup.TraceContributions;
import dev.andon.analyzer.span.MicroTime;
import dev.andon.analyzer.span.SpanReader;
import dev.andon.analyzer.span.StoredSpan;
import dev.andon.common.histogram.LogHistogram;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Own times a call, of the traces that start in a period: whole hours from the rollups, the rest of an hour at either end from the
 * spans by the same arithmetic. Uses one repeatable-read transaction of the caller, so that nothing folded meanwhile counts twice.
 */
public final class PeriodReader {
    private static final String CALLS = """
            SELECT kind, service, callee, operation, self_histogram
              FROM call_rollups
             WHERE bucket_start >= ? AND bucket_start < ?
               AND calls > 0
            """;
    private static final String DIMENSIONS = """
            SELECT dimension_key, self_histogram
              FROM dimension_rollups
             WHERE bucket_start >= ? AND bucket_start < ?
               AND dimension_type = ?
               AND samples > 0
            """;
    private static final String SIZE = """
            SELECT coalesce(sum(span_count), 0)
              FROM trace_summaries
             WHERE started_at >= ? AND started_at < ?
            """;
    private static final String TRACES = """
            SELECT trace_id, started_at, last_start_at
              FROM trace_summaries
             WHERE started_at >= ? AND started_at < ?
             ORDER BY started_at
            """;
    private static final String WATERMARK = """
            SELECT coalesce(max(folded_xid::text::bigint), 0)
              FROM rollup_watermarks
             WHERE name = 'spans'
            """;
    private static final int TRACES_PER_READ = 1_000;

    private final Connection connection;
    private final Grouping by;
    private final long mostSpans;
    private final List<String> notes;
    private final Map<CallKey, LogHistogram> calls = new HashMap<>();
    private final Map<String, LogHistogram> dimensions = new HashMap<>();

    /**
     * @param mostSpans a part of an hour with more is widened to the whole hour
     * @param notes gets a sentence where that was done
     */
    public PeriodReader(Connection connection, Grouping by, long mostSpans, List<String> notes) {
        this.connection = connection;
        this.by = by;
        this.mostSpans = mostSpans;
        this.notes = notes;
    }

    /** By call; filled where the grouping is by service. */
    public Map<CallKey, LogHistogram> calls() {
        return calls;
    }

    /** By dimension key; filled where the grouping is another. */
    public Map<String, LogHistogram> dimensions() {
        return dimensions;
    }

    /**
     * Adds a period.
     *
     * @param name of it, for a note
     */
    public void read(String name, Period period) throws SQLException {
        List<Period> parts = partsOfHours(period);
        long spans = 0;
        for (Period part : parts) {
            spans += size(part);
        }
        if (spans > mostSpans) {
            Period wide = period.widened();
            notes.add("The " + name + " has " + spans + " spans in parts of hours, more than " + mostSpans
                    + ", so it was widened to " + wide.from() + "/" + wide.to() + ".");
            readHours(wide.from(), wide.to());
            return;
        }
        if (period.firstHour().isBefore(period.lastHour())) {
            readHours(period.firstHour(), period.lastHour());
        }
        for (Period part : parts) {
            readTraces(part);
        }
    }

    private static List<Period> partsOfHours(Period period) {
        if (!period.firstHour().isBefore(period.lastHour())) {
            return List.of(period);
        }
        List<Period> parts = new ArrayList<>(2);
        if (period.from().isBefore(period.firstHour())) {
            parts.add(new Period(period.from(), period.firstHour()));
        }
        if (period.lastHour().isBefore(period.to())) {
            parts.add(new Period(period.lastHour(), period.to()));
        }
        return parts;
    }

    private void readHours(Instant from, Instant to) throws SQLException {
        boolean byService = by == Grouping.SERVICE;
        try (PreparedStatement statement = connection.prepareStatement(byService ? CALLS : DIMENSIONS)) {
            statement.setFetchSize(5_000);
            statement.setTimestamp(1, Timestamp.from(from));
            statement.setTimestamp(2, Timestamp.from(to));
            if (!byService) {
                statement.setString(3, by.dimensionType());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (byService) {
                        CallKey key = new CallKey(
                                0, rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
                        merge(calls, key, LogHistogram.fromBytes(rows.getBytes(5)));
                    } else {
                        merge(dimensions, rows.getString(1), LogHistogram.fromBytes(rows.getBytes(2)));
                    }
                }
            }
        }
    }

    private void readTraces(Period part) throws SQLException {
        long xid = watermark();
        SpanReader reader = new SpanReader();
        RollupDelta delta = new RollupDelta();
        List<String> traceIds = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TRACES)) {
            bind(statement, part);
            try (ResultSet rows = statement.executeQuery()) {
                long last = Long.MIN_VALUE;
                while (rows.next()) {
                    traceIds.add(rows.getString(1));
                    last = Math.max(last, MicroTime.micros(rows.getTimestamp(3)));
                    if (traceIds.size() == TRACES_PER_READ) {
                        addTraces(reader.read(connection, traceIds, MicroTime.micros(part.from()), last, xid), delta);
                        traceIds.clear();
                    }
                }
                if (!traceIds.isEmpty()) {
                    addTraces(reader.read(connection, traceIds, MicroTime.micros(part.from()), last, xid), delta);
                }
            }
        }
        if (by == Grouping.SERVICE) {
            delta.calls().forEach((key, tally) -> merge(calls, key.anyHour(), tally.selfTimes()));
        } else {
            delta.dimensions().forEach((key, tally) -> {
                if (key.type().equals(by.dimensionType())) {
                    merge(dimensions, key.key(), tally.selfTimes());
                }
            });
        }
    }

    private static void addTraces(Map<String, List<StoredSpan>> traces, RollupDelta delta) {
        for (List<StoredSpan> trace : traces.values()) {
            delta.add(TraceContributions.of(trace.stream().map(StoredSpan::span).toList()));
        }
    }

    private long size(Period part) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
            bind(statement, part);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private long watermark() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WATERMARK);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void bind(PreparedStatement statement, Period part) throws SQLException {
        statement.setTimestamp(1, Timestamp.from(part.from()));
        statement.setTimestamp(2, Timestamp.from(part.to()));
    }

    private static <K> void merge(Map<K, LogHistogram> into, K key, LogHistogram more) {
        LogHistogram known = into.putIfAbsent(key, more);
        if (known != null) {
            known.merge(more);
        }
    }
}
