package dev.andon.ingest.intake;

import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.SpanRow;
import dev.andon.ingest.row.TraceResource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The statements that write spans, on a connection and in a transaction of the caller. Rows come sorted, days come in order, so
 * that two writers wait for each other but never in a circle.
 */
final class SpanRepository {
    private static final String INSERT_RESOURCES = """
            INSERT INTO trace_resources (resource_id, service_name, attributes, scope_name, scope_version, scope_attributes, schema_url)
            SELECT resource_id, service_name, attributes::jsonb, nullif(scope_name, ''), nullif(scope_version, ''),
                   nullif(scope_attributes, '')::jsonb, nullif(schema_url, '')
              FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                   AS given (resource_id, service_name, attributes, scope_name, scope_version, scope_attributes, schema_url)
             ORDER BY resource_id
            ON CONFLICT ON CONSTRAINT trace_resources_pkey DO NOTHING
            """;

    // Tables differ by day, so their names are filled in; they come from the catalogue, never from a request.
    private static final String COPY = """
            COPY %s (%s) FROM STDIN (FORMAT binary)
            """;

    private static final String CREATE_STAGE = """
            CREATE TEMPORARY TABLE IF NOT EXISTS span_stage (LIKE workflow_trace_log) ON COMMIT DELETE ROWS;
            ALTER TABLE span_stage ALTER COLUMN ingest_xid DROP NOT NULL
            """;

    private static final String UNSTAGE = """
            WITH stored AS (
                INSERT INTO %1$s (%2$s)
                SELECT %2$s FROM span_stage ORDER BY trace_id, span_id, created_at
                ON CONFLICT DO NOTHING
                RETURNING trace_id)
            SELECT count(*), array_agg(DISTINCT trace_id) FROM stored
            """;

    private static final String EMPTY_STAGE = """
            TRUNCATE span_stage
            """;

    private static final String INSERT_BATCH = """
            INSERT INTO span_batches (first_start_at, last_start_at, span_count, duplicate_count, trace_ids)
            VALUES (?, ?, ?, ?, ?)
            """;

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};

    private final Connection connection;
    private final byte[] chunk = new byte[1 << 16];

    SpanRepository(Connection connection) {
        this.connection = connection;
    }

    /** Adds those that are missing. */
    void insertResources(List<TraceResource> resources) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_RESOURCES)) {
            insert.setArray(
                    1, array("bigint", resources.stream().map(TraceResource::id).toArray()));
            insert.setArray(
                    2,
                    array(
                            "text",
                            resources.stream().map(TraceResource::serviceName).toArray()));
            insert.setArray(
                    3,
                    array(
                            "text",
                            resources.stream().map(TraceResource::attributes).toArray()));
            insert.setArray(
                    4,
                    array(
                            "text",
                            resources.stream().map(TraceResource::scopeName).toArray()));
            insert.setArray(
                    5,
                    array(
                            "text",
                            resources.stream().map(TraceResource::scopeVersion).toArray()));
            insert.setArray(
                    6,
                    array(
                            "text",
                            resources.stream()
                                    .map(TraceResource::scopeAttributes)
                                    .toArray()));
            insert.setArray(
                    7,
                    array(
                            "text",
                            resources.stream().map(TraceResource::schemaUrl).toArray()));
            insert.executeUpdate();
        }
    }

    /** The fast way: fails with a unique violation where one of the rows is there already. */
    void copy(String table, List<EncodedSpan> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY.formatted(table, SpanRow.COLUMNS));
        try {
            int size = put(copy, 0, HEADER, 0, HEADER.length);
            for (EncodedSpan row : rows) {
                size = put(copy, size, row.buffer().bytes(), row.offset(), row.length());
            }
            size = put(copy, size, TRAILER, 0, TRAILER.length);
            copy.writeToCopy(chunk, 0, size);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private int put(CopyIn copy, int size, byte[] bytes, int offset, int length) throws SQLException {
        int used = size;
        if (used + length > chunk.length) {
            copy.writeToCopy(chunk, 0, used);
            used = 0;
        }
        if (length > chunk.length) {
            copy.writeToCopy(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, chunk, used, length);
            used += length;
        }
        return used;
    }

    /** The way for batches with duplicates: stores the rows that are not there yet and tells of which traces they are. */
    Unstaged copyMissing(String table, List<EncodedSpan> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE_STAGE);
            copy("span_stage", rows);
            Unstaged stored;
            try (ResultSet result = statement.executeQuery(UNSTAGE.formatted(table, SpanRow.COLUMNS))) {
                result.next();
                Array traceIds = result.getArray(2);
                stored = new Unstaged(
                        result.getInt(1), traceIds == null ? new String[0] : (String[]) traceIds.getArray());
            }
            statement.execute(EMPTY_STAGE);
            return stored;
        }
    }

    /** What of a stage was new. */
    record Unstaged(int spans, String[] traceIds) {}

    /** Tells the analyzer which traces this transaction touched. */
    void insertBatch(long firstMicros, long lastMicros, int spans, int duplicates, Object[] traceIds)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_BATCH)) {
            insert.setObject(1, timestamp(firstMicros));
            insert.setObject(2, timestamp(lastMicros));
            insert.setInt(3, spans);
            insert.setInt(4, duplicates);
            insert.setArray(5, array("text", traceIds));
            insert.executeUpdate();
        }
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private static OffsetDateTime timestamp(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
