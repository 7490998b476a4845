package dev.andon.analyzer.rollup;

import dev.andon.common.histogram.LogHistogram;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Changes one rollup table by differences, within the caller's transaction; the caller holds the watermark, so nobody else writes
 * it. An hour keeps at most a given number of keys of one group. A group that has {@link RollupKey#OTHER} is full for good, also under a
 * higher limit, and its keys stay, empty or not; so a sample that was counted under OTHER is taken out of that again.
 */
abstract sealed class RollupTable<K extends RollupKey<K>, T extends Tally<T>> permits DimensionRollups, CallRollups {
    private final Statements statements;
    private final int keysPerHour;

    RollupTable(Statements statements, int keysPerHour) {
        this.statements = statements;
        this.keysPerHour = keysPerHour;
    }

    /**
     * How a table is read and written.
     *
     * @param find rows of keys, which are its parameters
     * @param count rows of (hour, group, number of keys) of hours; the largest int where the group has {@link RollupKey#OTHER}
     * @param put writes rows; its parameters are the keys and then the tallies
     * @param deleteEmpty takes empty rows of hours out
     */
    record Statements(String find, String count, String put, String deleteEmpty) {}

    /**
     * Adds the differences to what is stored and returns how many rows that wrote.
     *
     * @param refolded traces that were taken out; see {@link Exemplars}
     */
    final int apply(Connection connection, Map<K, T> differences, Set<String> refolded) throws SQLException {
        SortedMap<K, T> wanted = new TreeMap<>(differences);
        wanted.values().removeIf(Tally::isNothing);
        if (wanted.isEmpty()) {
            return 0;
        }
        Map<K, T> stored = find(connection, wanted.keySet());
        if (stored.size() < wanted.size()) {
            stored.putAll(find(connection, moveBeyondLimit(connection, wanted, stored)));
        }
        boolean emptied = false;
        for (Map.Entry<K, T> entry : wanted.entrySet()) {
            T before = stored.get(entry.getKey());
            if (before != null) {
                prepare(before, refolded);
                entry.getValue().merge(before);
            }
            emptied |= entry.getValue().count() == 0;
        }
        put(connection, wanted);
        if (emptied) {
            deleteEmpty(connection, hours(wanted.keySet()));
        }
        return wanted.size();
    }

    private Map<K, T> find(Connection connection, Collection<K> keys) throws SQLException {
        Map<K, T> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(statements.find())) {
            bindKeys(connection, statement, keys);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(key(rows), tally(rows));
                }
            }
        }
        return found;
    }

    private void put(Connection connection, SortedMap<K, T> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.put())) {
            bindKeys(connection, statement, rows.keySet());
            bindTallies(connection, statement, rows.values());
            statement.executeUpdate();
        }
    }

    /** One array a column of the key, from the first parameter on. */
    abstract void bindKeys(Connection connection, PreparedStatement statement, Collection<K> keys) throws SQLException;

    /** One array a column of the tally, behind the key's. */
    abstract void bindTallies(Connection connection, PreparedStatement statement, Collection<T> tallies)
            throws SQLException;

    abstract K key(ResultSet row) throws SQLException;

    abstract T tally(ResultSet row) throws SQLException;

    /** Readies a stored tally for the difference. */
    abstract void prepare(T stored, Set<String> refolded);

    abstract T nothing();

    /** New keys for which there is no room are merged into the key that stands for others; those keys are returned. */
    private Collection<K> moveBeyondLimit(Connection connection, SortedMap<K, T> wanted, Map<K, T> stored)
            throws SQLException {
        Map<K, Integer> counts = counts(connection, wanted);
        Map<K, T> others = new HashMap<>();
        for (K key : Set.copyOf(wanted.keySet())) {
            K other = key.other();
            if (stored.containsKey(key) || key.equals(other)) {
                continue;
            }
            if (counts.getOrDefault(other, 0) >= keysPerHour) {
                others.computeIfAbsent(other, absent -> nothing()).merge(wanted.remove(key));
            } else {
                counts.merge(other, 1, Integer::sum);
            }
        }
        others.forEach((key, tally) -> wanted.merge(key, tally, (left, right) -> {
            left.merge(right);
            return left;
        }));
        return others.keySet();
    }

    private Map<K, Integer> counts(Connection connection, SortedMap<K, T> wanted) throws SQLException {
        Map<String, Integer> byGroup = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(statements.count())) {
            statement.setArray(1, connection.createArrayOf("bigint", hours(wanted.keySet())));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byGroup.put(rows.getLong(1) + rows.getString(2), rows.getInt(3));
                }
            }
        }
        Map<K, Integer> counts = new HashMap<>();
        for (K key : wanted.keySet()) {
            counts.put(key.other(), byGroup.getOrDefault(key.hour() + key.group(), 0));
        }
        return counts;
    }

    private void deleteEmpty(Connection connection, Long[] hours) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.deleteEmpty())) {
            statement.setArray(1, connection.createArrayOf("bigint", hours));
            statement.executeUpdate();
        }
    }

    private Long[] hours(Collection<K> keys) {
        return keys.stream().map(RollupKey::hour).distinct().toArray(Long[]::new);
    }

    static <R> Array histograms(Connection connection, Collection<R> rows, Function<R, LogHistogram> histogram)
            throws SQLException {
        byte[][] bytes =
                rows.stream().map(row -> histogram.apply(row).toBytes()).toArray(byte[][]::new);
        return connection.createArrayOf("bytea", bytes);
    }

    static <R> Array column(Connection connection, String type, Collection<R> rows, Function<R, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
