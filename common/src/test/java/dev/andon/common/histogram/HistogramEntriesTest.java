package dev.andon.common.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The form that SQL writes, against the database that writes it. */
class HistogramEntriesTest {
    private static final String BUCKETS = """
            SELECT us, latency_bucket(us)
              FROM unnest(?::bigint[]) AS us
            """;
    private static final String ENTRIES = """
            SELECT string_agg(int2send(bucket) || int4send(requests), ''::bytea ORDER BY bucket)
              FROM (SELECT latency_bucket(us) AS bucket, count(*)::integer AS requests
                      FROM unnest(?::bigint[]) AS us
                     GROUP BY bucket) AS counted
            """;

    private final TestDatabase database = PostgresServer.freshDatabase();

    @Test
    void sql_finds_the_bucket_that_java_finds() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(BUCKETS)) {
            statement.setObject(1, edgesAndDrawn());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    assertThat(rows.getInt(2))
                            .as("%d", rows.getLong(1))
                            .isEqualTo(LogHistogram.indexOf(rows.getLong(1)));
                }
            }
        }
    }

    @Test
    void entries_side_by_side_are_the_sum() throws SQLException {
        long[] some = new Random(1).longs(500, 0, 2_000_000).toArray();
        long[] others = new Random(2).longs(300, 0, 90_000_000).toArray();
        byte[] first = entries(some);
        byte[] second = entries(others);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        LogHistogram sum = LogHistogram.of(some);
        sum.merge(LogHistogram.of(others));
        assertThat(HistogramEntries.sum(both)).isEqualTo(sum);
        assertThat(HistogramEntries.sum(new byte[0]).isEmpty()).isTrue();
    }

    @Test
    void a_cut_entry_is_told() {
        assertThatThrownBy(() -> HistogramEntries.sum(new byte[5])).hasMessageContaining("5 bytes");
    }

    private byte[] entries(long[] micros) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
            statement.setObject(1, micros);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBytes(1);
            }
        }
    }

    private static long[] edgesAndDrawn() {
        long[] values = new long[20_000];
        int at = 0;
        for (int bit = 0; bit < 53; bit++) {
            for (long beside = -2; beside <= 2; beside++) {
                values[at++] = Math.max(0, (1L << bit) + beside);
            }
        }
        Random random = new Random(7);
        while (at < values.length) {
            values[at++] = random.nextLong() >>> (11 + random.nextInt(50));
        }
        return values;
    }
}
