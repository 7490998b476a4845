package dev.andon.ingest.intake;

import dev.andon.ingest.intake.SpanRepository.Unstaged;
import dev.andon.ingest.partition.SpanPartitions;
import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.TraceResource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes sorted rows in one transaction, and again in another way where the first one cannot work. */
final class Attempt {
    private static final int TRIES = 10;

    private final Connection connection;
    private final SpanRepository repository;
    private final SpanPartitions partitions;
    private final List<EncodedSpan> rows;
    private final List<TraceResource> resources;

    /** Resources are those that may be missing, in the order of their ids. */
    Attempt(
            Connection connection,
            SpanPartitions partitions,
            List<EncodedSpan> rows,
            Collection<TraceResource> resources) {
        this.connection = connection;
        this.repository = new SpanRepository(connection);
        this.partitions = partitions;
        this.rows = rows;
        this.resources = List.copyOf(resources);
    }

    /** Returns after the commit; afterwards every row is in the store exactly once. */
    void run() throws SQLException {
        boolean duplicates = false;
        for (int tries = 1; ; tries++) {
            try {
                write(duplicates);
                return;
            } catch (SQLException failed) {
                connection.rollback();
                switch (SqlState.of(failed)) {
                    case DUPLICATE -> duplicates = true;
                    case WRONG_TABLE -> {
                        partitions.refresh(connection);
                        connection.commit();
                    }
                    case CONFLICT -> {}
                    default -> throw failed;
                }
                if (tries == TRIES) {
                    throw failed;
                }
            }
        }
    }

    private void write(boolean duplicates) throws SQLException {
        Map<Long, List<EncodedSpan>> days = byDay();
        Map<Long, String> tables = new TreeMap<>();
        for (Long day : days.keySet()) {
            tables.put(day, partitions.tableFor(connection, day));
        }
        connection.commit();
        if (!resources.isEmpty()) {
            repository.insertResources(resources);
        }
        if (duplicates) {
            writeMissing(days, tables);
        } else {
            writeAll(days, tables);
        }
        connection.commit();
    }

    private void writeAll(Map<Long, List<EncodedSpan>> days, Map<Long, String> tables) throws SQLException {
        for (Map.Entry<Long, List<EncodedSpan>> day : days.entrySet()) {
            repository.copy(tables.get(day.getKey()), day.getValue());
        }
        repository.insertBatch(firstStart(), lastStart(), rows.size(), 0, traceIds());
    }

    private void writeMissing(Map<Long, List<EncodedSpan>> days, Map<Long, String> tables) throws SQLException {
        int stored = 0;
        Set<String> traces = new LinkedHashSet<>();
        for (Map.Entry<Long, List<EncodedSpan>> day : days.entrySet()) {
            Unstaged unstaged = repository.copyMissing(tables.get(day.getKey()), day.getValue());
            stored += unstaged.spans();
            traces.addAll(List.of(unstaged.traceIds()));
        }
        if (stored > 0) {
            repository.insertBatch(firstStart(), lastStart(), stored, rows.size() - stored, traces.toArray());
        }
    }

    private Map<Long, List<EncodedSpan>> byDay() {
        long first = rows.get(0).day();
        if (rows.stream().allMatch(row -> row.day() == first)) {
            return Map.of(first, rows);
        }
        Map<Long, List<EncodedSpan>> days = new TreeMap<>();
        rows.forEach(
                row -> days.computeIfAbsent(row.day(), day -> new ArrayList<>()).add(row));
        return days;
    }

    private Object[] traceIds() {
        List<String> ids = new ArrayList<>();
        EncodedSpan last = null;
        for (EncodedSpan row : rows) {
            if (last == null || !row.sameTrace(last)) {
                ids.add(row.traceId());
            }
            last = row;
        }
        return ids.toArray();
    }

    private long firstStart() {
        return rows.stream().mapToLong(EncodedSpan::startMicros).min().orElseThrow();
    }

    private long lastStart() {
        return rows.stream().mapToLong(EncodedSpan::startMicros).max().orElseThrow();
    }
}
