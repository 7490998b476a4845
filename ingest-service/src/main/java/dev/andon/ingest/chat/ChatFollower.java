package dev.andon.ingest.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes chat rows of committed spans of model calls, each once. A cycle is one transaction that holds the follower's row: it takes what
 * was written behind the oldest running transaction. One that fails leaves nothing, and the next does the same again.
 */
final class ChatFollower {
    private static final String CLAIM = """
            SELECT followed_xid::text::bigint AS followed, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS safe,
                   statement_timestamp() AS now
              FROM span_followers
             WHERE name = 'chat'
               FOR UPDATE SKIP LOCKED
            """;
    // Whole transactions: equal xids share their running total.
    private static final String UNTIL = """
            SELECT coalesce(max(xid) FILTER (WHERE total <= ?), min(xid)) + 1 AS until, max(xid) + 1 AS all_until
              FROM (SELECT xid::text::bigint AS xid, sum(span_count) OVER (ORDER BY xid) AS total
                      FROM span_batches
                     WHERE xid >= ?::text::xid8
                       AND xid < ?::text::xid8) AS waiting
            """;
    private static final String TOUCHED = """
            SELECT array_agg(DISTINCT trace_id) AS trace_ids, min(first_start_at) AS first_start_at, max(last_start_at) AS last_start_at
              FROM span_batches
             CROSS JOIN LATERAL unnest(trace_ids) AS trace_id
             WHERE xid >= ?::text::xid8
               AND xid < ?::text::xid8
            """;
    private static final String SPANS = """
            SELECT trace_id, span_id, created_at, duration_ms, status = 'ERROR' AS failed, service_name, model, input_tokens,
                   output_tokens, conversation_id, user_id, attributes::text AS attributes
              FROM workflow_trace_log
             WHERE trace_id = ANY (?)
               AND created_at >= ?
               AND created_at <= ?
               AND ingest_xid >= ?::text::xid8
               AND ingest_xid < ?::text::xid8
               AND span_type = 'llm'
            """;
    private static final String OLDEST_WAITING = """
            SELECT min(received_at) AS received_at FROM span_batches WHERE xid >= ?::text::xid8
            """;
    private static final String ADVANCE = """
            UPDATE span_followers
               SET followed_xid = ?::text::xid8,
                   as_of = greatest(as_of, ?),
                   updated_at = now()
             WHERE name = 'chat'
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROWS_AT_ONCE = 500;

    private final Database database;
    private final int spansPerCycle;

    ChatFollower(Database database, int spansPerCycle) {
        this.database = database;
        this.spansPerCycle = spansPerCycle;
    }

    /**
     * One cycle.
     *
     * @param requests chat requests that were new
     * @param asOf every span acknowledged before has been followed; null where another instance is at work
     */
    record Cycle(int requests, boolean more, Instant asOf) {}

    private record Claim(long followed, long safe, Instant now) {}

    private record Extent(long until, boolean more) {}

    /** Runs cycles until nothing waits, or another instance is at work. */
    Cycle runToEnd() {
        int requests = 0;
        Cycle cycle;
        do {
            cycle = runOnce();
            requests += cycle.requests();
        } while (cycle.more());
        return new Cycle(requests, false, cycle.asOf());
    }

    Cycle runOnce() {
        return database.write(session -> session.first(
                        CLAIM, row -> new Claim(row.getLong("followed"), row.getLong("safe"), Rows.instant(row, "now")))
                .map(claim -> follow(session, claim))
                .orElse(new Cycle(0, false, null)));
    }

    private Cycle follow(Session session, Claim claim) {
        // After a restore into another cluster ids begin anew; rows that are there already are not made twice.
        long from = claim.followed() > claim.safe() ? 0 : claim.followed();
        Extent extent = extent(session, from, claim.safe());
        int requests = store(session, from, extent.until());
        Instant asOf = session.query(
                        OLDEST_WAITING,
                        row -> Optional.ofNullable(Rows.instant(row, "received_at")),
                        text(extent.until()))
                .get(0)
                .filter(received -> received.isBefore(claim.now()))
                .orElse(claim.now());
        session.update(ADVANCE, text(extent.until()), asOf);
        return new Cycle(requests, extent.more(), asOf);
    }

    private Extent extent(Session session, long from, long safe) {
        return session.query(
                        UNTIL,
                        row -> {
                            long until = row.getLong("until");
                            return row.wasNull()
                                    ? new Extent(safe, false)
                                    : until < row.getLong("all_until")
                                            ? new Extent(until, true)
                                            : new Extent(safe, false);
                        },
                        spansPerCycle,
                        text(from),
                        text(safe))
                .get(0);
    }

    private static int store(Session session, long from, long until) {
        List<ChatRow> rows = new ArrayList<>();
        int[] requests = {0};
        ChatRepository repository = new ChatRepository(session);
        session
                .query(
                        TOUCHED,
                        row -> new Object[] {
                            row.getArray("trace_ids"),
                            Rows.instant(row, "first_start_at"),
                            Rows.instant(row, "last_start_at")
                        },
                        text(from),
                        text(until))
                .stream()
                .filter(touched -> touched[0] != null)
                .forEach(touched -> session.forEach(
                        SPANS,
                        row -> {
                            rows.addAll(SpanRows.of(span(row)));
                            if (rows.size() >= ROWS_AT_ONCE) {
                                requests[0] += repository.store(rows);
                                rows.clear();
                            }
                        },
                        touched[0],
                        touched[1],
                        touched[2],
                        text(from),
                        text(until)));
        return requests[0] + repository.store(rows);
    }

    private static ChatSpan span(ResultSet row) throws SQLException {
        return new ChatSpan(
                row.getString("trace_id"),
                row.getString("span_id"),
                Rows.instant(row, "created_at"),
                row.getDouble("duration_ms"),
                row.getBoolean("failed"),
                row.getString("service_name"),
                row.getString("model"),
                row.getObject("input_tokens", Long.class),
                row.getObject("output_tokens", Long.class),
                row.getString("conversation_id"),
                row.getString("user_id"),
                json(row.getString("attributes")));
    }

    private static JsonNode json(String attributes) {
        try {
            return MAPPER.readTree(attributes == null ? "{}" : attributes);
        } catch (JsonProcessingException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }

    private static String text(long xid) {
        return Long.toString(xid);
    }
}
