package dev.andon.monitor.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain as SQL keeps and walks it, on a database of its own. Tampering is done as a superuser with triggers off. */
class AuditChainTest {
    private static final int ENTRIES = 20;

    private final TestDatabase database = PostgresServer.freshDatabase();

    @BeforeEach
    void append() {
        database.execute("""
                SELECT gdpr_audit_append('an actor', 'export', repeat('0a', 16), 'done', jsonb_build_object('rows', n), 'entry ' || n)
                  FROM generate_series(1, %d) AS n
                """.formatted(ENTRIES));
    }

    @Test
    void an_untouched_chain_is_whole() {
        assertThat(verify()).isEqualTo("20 20 - -");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a changed word        | UPDATE gdpr_audit_log SET outcome = 'failed' WHERE seq = 7 | 7 modified
            a changed count       | UPDATE gdpr_audit_log SET counts = '{"rows": 8}' WHERE seq = 7 | 7 modified
            a word moved across   | UPDATE gdpr_audit_log SET actor = 'an act', action = 'orexport' WHERE seq = 7 | 7 modified
            nothing for null      | UPDATE gdpr_audit_log SET detail = NULL WHERE seq = 7 | 7 modified
            a microsecond         | UPDATE gdpr_audit_log SET at = at + interval '1 microsecond' WHERE seq = 7 | 7 modified
            two changes           | UPDATE gdpr_audit_log SET actor = 'x' WHERE seq IN (7, 15) | 7 modified
            the first             | UPDATE gdpr_audit_log SET actor = 'x' WHERE seq = 1 | 1 modified
            the last              | UPDATE gdpr_audit_log SET actor = 'x' WHERE seq = 20 | 20 modified
            one deleted           | DELETE FROM gdpr_audit_log WHERE seq = 7 | 7 missing
            three deleted         | DELETE FROM gdpr_audit_log WHERE seq BETWEEN 7 AND 9 | 7 missing
            the first deleted     | DELETE FROM gdpr_audit_log WHERE seq = 1 | 1 missing
            deleted and renumbered | DELETE FROM gdpr_audit_log WHERE seq = 7; \
                    UPDATE gdpr_audit_log SET seq = -seq WHERE seq > 7; \
                    UPDATE gdpr_audit_log SET seq = -seq - 1 WHERE seq < 0 | 7 missing
            two exchanged         | UPDATE gdpr_audit_log SET seq = -seq WHERE seq IN (7, 12); \
                    UPDATE gdpr_audit_log SET seq = 19 + seq WHERE seq < 0 | 7 reordered
            neighbours exchanged  | UPDATE gdpr_audit_log SET seq = -seq WHERE seq IN (7, 8); \
                    UPDATE gdpr_audit_log SET seq = 15 + seq WHERE seq < 0 | 7 reordered
            one moved back        | UPDATE gdpr_audit_log SET seq = -seq WHERE seq BETWEEN 7 AND 12; \
                    UPDATE gdpr_audit_log SET seq = CASE seq WHEN -12 THEN 7 ELSE 1 - seq END WHERE seq < 0 | 7 reordered
            """)
    void what_was_done_to_a_row_is_named(String name, String tampering, String found) {
        tamper(tampering);

        assertThat(verify()).endsWith(" " + found);
    }

    @Test
    void a_row_put_in_between_is_named_whether_its_hash_is_right_or_not() {
        String shift = """
                UPDATE gdpr_audit_log SET seq = -seq WHERE seq >= 7;
                UPDATE gdpr_audit_log SET seq = 1 - seq WHERE seq < 0;
                INSERT INTO gdpr_audit_log
                SELECT 7, at, 'x', action, subject, outcome, counts, detail, hash, %s FROM gdpr_audit_log WHERE seq = 6
                """;
        tamper(shift.formatted("gdpr_audit_hash(7, at, 'x', action, subject, outcome, counts, detail, hash)"));
        assertThat(verify()).endsWith(" 7 inserted");

        tamper("UPDATE gdpr_audit_log SET hash = sha256('') WHERE seq = 7");
        assertThat(verify()).endsWith(" 7 inserted");
    }

    @Test
    void a_changed_row_with_a_hash_made_anew_breaks_the_link_to_it() {
        tamper("""
                UPDATE gdpr_audit_log
                   SET actor = 'x', hash = gdpr_audit_hash(seq, at, 'x', action, subject, outcome, counts, detail, prev_hash)
                 WHERE seq = 7
                """);

        assertThat(verify()).endsWith(" 7 modified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE gdpr_audit_log SET actor = 'x'",
                "DELETE FROM gdpr_audit_log WHERE false",
                "TRUNCATE gdpr_audit_log",
                "DELETE FROM gdpr_audit_heads",
                "UPDATE gdpr_audit_heads SET key_id = 'x'",
                "TRUNCATE gdpr_audit_heads",
                "SET session_replication_role = replica; DELETE FROM gdpr_audit_log"
            })
    void even_the_owner_changes_nothing(String sql) {
        assertThatThrownBy(() -> database.execute(sql)).hasMessageContaining("append-only");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            andon_monitor  | INSERT INTO gdpr_audit_log DEFAULT VALUES
            andon_monitor  | DELETE FROM gdpr_audit_log
            andon_monitor  | UPDATE gdpr_audit_heads SET key_id = 'x'
            andon_ingest   | SELECT gdpr_audit_append('a', 'export', NULL, 'done')
            andon_analyzer | SELECT * FROM gdpr_audit_log
            service_role   | SELECT gdpr_audit_append('a', 'export', NULL, 'done')
            """)
    void roles_may_not(String role, String sql) {
        assertThatThrownBy(() -> database.execute("SET ROLE " + role + "; " + sql))
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ' ', 'export', NULL, 'done' | actor_named
            'a', 'An export', NULL, 'done' | action_is_a_word
            'a', 'export', 'ann@example.org', 'done' | subject_is_a_pseudonym
            'a', 'export', NULL, 'done', '[1]' | counts_are_an_object
            """)
    void what_does_not_belong_in_the_log_is_refused(String arguments, String constraint) {
        assertThatThrownBy(() -> database.execute("SELECT gdpr_audit_append(" + arguments + ")"))
                .hasMessageContaining(constraint);
        assertThat(verify()).isEqualTo("20 20 - -");
    }

    @Test
    void time_never_goes_back_nor_ahead_of_the_clock() {
        database.execute("""
                SELECT gdpr_audit_append('a', 'seed', NULL, 'done', p_at => '2001-01-01');
                SELECT gdpr_audit_append('a', 'seed', NULL, 'done', p_at => '2101-01-01')
                """);

        assertThat(database.text("SELECT bool_and(at >= before) AND max(at) <= clock_timestamp()"
                        + " FROM (SELECT at, lag(at, 1, at) OVER (ORDER BY seq) AS before FROM gdpr_audit_log) AS l"))
                .isEqualTo("t");
    }

    @Test
    void eight_connections_make_one_unbroken_chain() throws Exception {
        try (ExecutorService connections = Executors.newFixedThreadPool(8)) {
            List<Callable<Void>> work = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(n -> () -> appendOneByOne(50))
                    .toList();
            for (Future<Void> done : connections.invokeAll(work)) {
                done.get();
            }
        }

        assertThat(verify()).isEqualTo("420 420 - -");
    }

    @Test
    void a_transaction_that_is_rolled_back_leaves_no_gap() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT gdpr_audit_append('a', 'export', NULL, 'done')");
            connection.rollback();
        }
        database.execute("SELECT gdpr_audit_append('a', 'export', NULL, 'done')");

        assertThat(verify()).isEqualTo("21 21 - -");
    }

    @Test
    void a_snapshot_that_could_miss_an_entry_is_refused() {
        assertThatThrownBy(() -> database.execute(
                        "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT gdpr_audit_append('a', 'export', NULL, 'done')"))
                .hasMessageContaining("READ COMMITTED");
    }

    private Void appendOneByOne(int entries) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE andon_monitor");
            for (int i = 0; i < entries; i++) {
                statement.execute("SELECT gdpr_audit_append('a', 'export', NULL, 'done')");
            }
        }
        return null;
    }

    private String verify() {
        return database.text(
                "SELECT concat_ws(' ', entries, last_seq, coalesce(broken_seq::text, '-'), coalesce(kind, '-')) FROM gdpr_audit_verify()");
    }

    private void tamper(String sql) {
        database.execute(
                "ALTER TABLE gdpr_audit_log DISABLE TRIGGER ALL; ALTER TABLE gdpr_audit_log DROP CONSTRAINT IF EXISTS"
                        + " gdpr_audit_log_starts_at_one; " + sql + "; ALTER TABLE gdpr_audit_log ENABLE ALWAYS TRIGGER"
                        + " gdpr_audit_log_append_only");
    }
}
