package dev.andon.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import org.junit.jupiter.api.Test;

final class MigrationsTest {

    @Test
    void an_empty_database_gets_the_whole_schema_and_a_repeat_changes_nothing() {
        TestDatabase database = PostgresServer.emptyDatabase();

        int applied = Migrations.migrate(database.jdbcUrl(), "postgres", null);
        int repeated = Migrations.migrate(database.jdbcUrl(), "postgres", null);

        assertThat(applied).isGreaterThan(5);
        assertThat(repeated).isZero();
        assertThat(database.number("SELECT count(*) FROM telemetry_thresholds")).isEqualTo(9);
    }

    @Test
    void a_database_that_has_a_higher_number_still_gets_a_lower_one() {
        TestDatabase database = PostgresServer.emptyDatabase();
        Migrations.migrate(database.jdbcUrl(), "postgres", null);
        database.execute("DELETE FROM flyway_schema_history WHERE version = '150'");

        assertThat(Migrations.migrate(database.jdbcUrl(), "postgres", null)).isEqualTo(1);
        assertThat(Migrations.pending(database.jdbcUrl(), "postgres", null)).isEmpty();
    }

    @Test
    void every_table_names_its_owner() {
        TestDatabase database = PostgresServer.freshDatabase();

        assertThat(database.rows("""
                SELECT c.relname
                  FROM pg_class c
                 WHERE c.relnamespace = 'public'::regnamespace
                   AND c.relkind IN ('r', 'p')
                   AND c.relname <> 'flyway_schema_history'
                   AND coalesce(obj_description(c.oid), '') !~ '^owner: (ingest|analyzer|monitor)\\.'
                """)).isEmpty();
    }

    @Test
    void a_day_made_late_takes_its_spans_out_of_the_default_partition() {
        TestDatabase database = PostgresServer.freshDatabase();
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                                                span_name, service_name)
                VALUES ('2026-03-01 23:59:59.999999+00', 1, 1, 'a', 'b', 'span', 'INTERNAL', 'UNSET', 'n', 's'),
                       ('2026-03-02 00:00:00+00', 1, 1, 'a', 'c', 'span', 'INTERNAL', 'UNSET', 'n', 's')
                """);

        assertThat(database.number("SELECT ensure_span_partitions('2026-03-02', '2026-03-03')"))
                .isEqualTo(2);
        assertThat(database.number("SELECT ensure_span_partitions('2026-03-02', '2026-03-03')"))
                .isZero();

        assertThat(database.text("SELECT span_id FROM workflow_trace_log_20260302"))
                .isEqualTo("c");
        assertThat(database.text("SELECT span_id FROM workflow_trace_log_default"))
                .isEqualTo("b");
    }
}
