package dev.andon.common.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** What each service's role may do, against the owner that each table names in its comment (spec P4, W3). */
class GrantsTest {
    private static TestDatabase database;

    @BeforeAll
    static void makeDatabase() {
        database = PostgresServer.freshDatabase();
        database.execute("SELECT ensure_span_partitions('2026-01-01', '2026-01-01')");
    }

    @Test
    void every_table_names_its_owner() {
        List<List<String>> nameless = database.rows("""
                SELECT relname
                FROM pg_class
                WHERE relnamespace = 'public'::regnamespace
                  AND relkind IN ('r', 'p')
                  AND relname <> 'flyway_schema_history'
                  AND coalesce(obj_description(oid), '') !~ '^owner: (ingest|analyzer|monitor)\\.'
                """);

        assertThat(nameless).isEmpty();
    }

    @Test
    void only_the_owner_may_write_a_table() {
        List<List<String>> trespassers = database.rows("""
                SELECT relname, role, privilege
                FROM pg_class
                CROSS JOIN unnest(ARRAY['ingest', 'analyzer', 'monitor']) AS role
                CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
                WHERE relnamespace = 'public'::regnamespace
                  AND relkind IN ('r', 'p')
                  AND coalesce(obj_description(oid), '') NOT LIKE 'owner: ' || role || '.%'
                  AND has_table_privilege('andon_' || role, oid, privilege)
                """);

        assertThat(trespassers).isEmpty();
    }

    @Test
    void nobody_may_do_anything_by_default() {
        List<List<String>> open = database.rows("""
                SELECT relname
                FROM pg_class, aclexplode(relacl)
                WHERE relnamespace = 'public'::regnamespace
                  AND relkind IN ('r', 'p', 'v', 'S')
                  AND grantee = 0
                """);

        assertThat(open).isEmpty();
    }

    @Test
    void functions_with_more_rights_than_their_caller_are_closed_and_fix_their_search_path() {
        List<List<String>> unsafe = database.rows("""
                SELECT proname
                FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace
                  AND prosecdef
                  AND (NOT coalesce(proconfig::text LIKE '%search_path=%', false)
                       OR has_function_privilege('public', oid, 'EXECUTE'))
                """);

        assertThat(unsafe).isEmpty();
    }

    @Test
    void span_store_has_row_level_security_and_the_policy_that_operators_know() {
        assertThat(database.text("SELECT relrowsecurity FROM pg_class WHERE relname = 'workflow_trace_log'"))
                .isEqualTo("t");
        assertThat(database.rows("""
                SELECT roles::text, cmd
                FROM pg_policies
                WHERE tablename = 'workflow_trace_log' AND policyname = 'service_role_all_workflow_trace_log'
                """)).containsExactly(List.of("{service_role}", "ALL"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "andon_ingest   | SELECT count(*) FROM workflow_trace_log",
                "andon_ingest   | SELECT ensure_span_partitions('2026-01-02', '2026-01-03')",
                "andon_ingest   | CREATE TEMPORARY TABLE stage (LIKE workflow_trace_log)",
                "andon_ingest   | SELECT key_id FROM api_keys",
                "andon_ingest   | SELECT api_keys_touch('{}', now())",
                "andon_ingest   | SELECT * FROM flyway_schema_history",
                "andon_ingest   | INSERT INTO chat_telemetry (request_id, created_at, source, outcome) VALUES ('r', now(), 'api', 'ok')",
                "andon_ingest   | UPDATE conversations SET user_id = NULL",
                "andon_ingest   | SELECT count(*) FROM messages",
                "andon_ingest   | UPDATE span_followers SET updated_at = now()",
                "andon_analyzer | SELECT count(*) FROM workflow_trace_log",
                "andon_analyzer | SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')",
                "andon_analyzer | DELETE FROM chat_telemetry_changes",
                "andon_analyzer | SELECT count(*) FROM span_batches",
                "andon_analyzer | UPDATE telemetry_thresholds SET multiplier = 2 WHERE dimension_key = 'LEAD'",
                "andon_analyzer | INSERT INTO telemetry_analysis_runs DEFAULT VALUES",
                "andon_analyzer | SELECT ops_emit_event('TEST', '{}')",
                "andon_analyzer | SELECT * FROM flyway_schema_history",
                "andon_monitor  | SELECT count(*) FROM workflow_trace_log",
                "andon_monitor  | SELECT count(*) FROM dimension_rollups",
                "andon_monitor  | SELECT count(*) FROM chat_telemetry_changes, chat_telemetry, conversations, messages",
                "andon_monitor  | SELECT count(*) FROM chat_telemetry_rollups, chat_telemetry_domain_rollups",
                "andon_monitor  | UPDATE api_keys SET revoked_at = now()",
                "andon_monitor  | DELETE FROM sign_in_sessions",
                "andon_monitor  | SELECT gdpr_audit_append('a', 'access', NULL, 'done')",
                "andon_monitor  | SELECT * FROM gdpr_audit_verify()",
                "andon_monitor  | SELECT gdpr_request_claim('w', now(), '1 minute')",
                "andon_analyzer | DELETE FROM rollup_rebuilds",
                "andon_monitor  | SELECT * FROM retention_delete_spans('2020-01-01', 1, now())",
                "andon_monitor  | SELECT * FROM retention_delete('conversations', 1, now())",
                "andon_monitor  | SELECT gdpr_held('{a}', '{b}')",
                "service_role   | DELETE FROM workflow_trace_log",
                "service_role   | UPDATE telemetry_thresholds SET is_active = true",
                "service_role   | DELETE FROM continuous_improvements",
            })
    void role_can_do_its_work(String role, String sql) {
        assertThatCode(() -> runAs(role, sql)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "andon_ingest   | DELETE FROM workflow_trace_log",
                "andon_ingest   | DROP TABLE workflow_trace_log_default",
                "andon_ingest   | CREATE TABLE mine (a int)",
                "andon_ingest   | UPDATE api_keys SET revoked_at = NULL",
                "andon_ingest   | SELECT * FROM sign_in_sessions",
                "andon_ingest   | UPDATE telemetry_thresholds SET multiplier = 9",
                "andon_ingest   | CREATE TEMPORARY TABLE mine (dimension_type text, dimension_key text); CREATE TRIGGER forge"
                        + " AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION telemetry_thresholds_audit()",
                "andon_ingest   | DELETE FROM chat_telemetry",
                "andon_ingest   | SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')",
                "andon_ingest   | DELETE FROM chat_telemetry_changes",
                "andon_analyzer | DELETE FROM workflow_trace_log",
                "andon_analyzer | SELECT * FROM messages",
                "andon_analyzer | DELETE FROM span_batches",
                "andon_analyzer | INSERT INTO api_keys DEFAULT VALUES",
                "andon_analyzer | DELETE FROM telemetry_threshold_audit",
                "andon_analyzer | SELECT * FROM sign_in_sessions",
                "andon_analyzer | SET ROLE andon_monitor",
                "andon_monitor  | DELETE FROM workflow_trace_log",
                "andon_monitor  | DELETE FROM messages",
                "andon_monitor  | SELECT refresh_chat_telemetry_rollups('-infinity', 'infinity')",
                "andon_monitor  | UPDATE telemetry_thresholds SET multiplier = 9",
                "andon_monitor  | DELETE FROM dimension_rollups",
                "andon_monitor  | SELECT ensure_span_partitions('2026-02-02', '2026-02-03')",
                "andon_monitor  | INSERT INTO gdpr_audit_log DEFAULT VALUES",
                "andon_monitor  | UPDATE gdpr_requests SET state = 'verified'",
                "andon_monitor  | DELETE FROM gdpr_request_identifiers",
                "andon_analyzer | SELECT * FROM gdpr_request_identifiers",
                "andon_analyzer | SELECT gdpr_request_claim('w', now(), '1 minute')",
                "andon_analyzer | SELECT gdpr_audit_append('a', 'access', NULL, 'done')",
                "andon_monitor  | UPDATE retention_rules SET keep_days = 1",
                "andon_monitor  | DELETE FROM retention_holds",
                "andon_analyzer | SELECT * FROM retention_delete('conversations', 1, now())",
                "service_role   | SELECT * FROM retention_holds",
                "service_role   | SELECT * FROM api_keys",
                "service_role   | SELECT * FROM sign_in_sessions",
            })
    void role_cannot_do_the_work_of_others(String role, String sql) {
        assertThatThrownBy(() -> runAs(role, sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failed -> assertThat(failed.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void ingest_copies_into_a_leaf_partition_though_the_store_has_row_level_security() throws Exception {
        assertThat(copyAsIngest("workflow_trace_log_20260101")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id = 'a1'"))
                .isEqualTo(1);
    }

    private static long copyAsIngest(String table) throws SQLException, IOException {
        String columns =
                "(created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status, span_name,"
                        + " service_name)";
        String row = "2026-01-01T12:00:00Z\t1\t1\ta1\tb1\tspan\tINTERNAL\tOK\tname\tservice\n";
        try (Connection connection = as("andon_ingest")) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + columns + " FROM STDIN", new StringReader(row));
        }
    }

    private static void runAs(String role, String sql) throws SQLException {
        try (Connection connection = as(role);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.rollback();
        }
    }

    /** A login that is a member of one role only, as production has it. */
    private static Connection as(String role) throws SQLException {
        String login = "login_of_" + role;
        database.execute("""
                DO $$
                BEGIN
                    CREATE ROLE %1$s LOGIN NOINHERIT;
                EXCEPTION
                    WHEN duplicate_object THEN NULL;
                END
                $$;
                GRANT %2$s TO %1$s
                """.formatted(login, role));
        return DriverManager.getConnection(database.jdbcUrl() + "?options=-c%20role=" + role, login, "");
    }
}
