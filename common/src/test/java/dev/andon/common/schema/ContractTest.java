package dev.andon.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that operators' SQL and dashboards rely on (spec W1, W2, W13, W16, W24). */
class ContractTest {
    private static final TestDatabase DATABASE = PostgresServer.freshDatabase();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workflow_trace_log | created_at, workflow_execution_id, trace_id, span_id, parent_span_id, span_type, span_name,"
                        + " phase, sd_type, duration_ms, status, attributes",
                "telemetry_thresholds | dimension_type, dimension_key, baseline_p50_ms, multiplier, is_active",
                "telemetry_analysis_runs | run_id, status, triggered_at, finished_at, reason_code, findings_count, error_detail,"
                        + " output_ref",
                "continuous_improvements | source, source_detail, attributes, status, created_at",
                "ops_agent_events | type, data, created_at, processed_at",
            })
    void tables_have_the_columns_that_guides_ask_for(String table, String columns) {
        assertThat(DATABASE.rows("SELECT " + columns + " FROM " + table + " LIMIT 0"))
                .isEmpty();
    }

    @Test
    void the_span_store_has_the_indexes_of_the_guides_and_no_other() {
        assertThat(DATABASE.rows("""
                        SELECT indexname FROM pg_indexes WHERE tablename = 'workflow_trace_log' ORDER BY indexname
                        """))
                .containsExactly(
                        List.of("idx_workflow_trace_log_created_at"),
                        List.of("idx_workflow_trace_log_execution_time"),
                        List.of("idx_workflow_trace_log_phase_duration"),
                        List.of("idx_workflow_trace_log_span_type_name"),
                        List.of("idx_workflow_trace_log_trace_id"));
        assertThat(DATABASE.text("""
                        SELECT pg_get_expr(indpred, indrelid)
                          FROM pg_index
                         WHERE indexrelid = 'idx_workflow_trace_log_phase_duration'::regclass
                        """)).isEqualTo("(phase IS NOT NULL)");
    }

    @Test
    void a_day_made_later_has_every_index_of_the_store() {
        DATABASE.execute("SELECT ensure_span_partitions('2026-03-02', '2026-03-02')");

        assertThat(DATABASE.number("""
                        SELECT count(*)
                          FROM pg_index AS day
                          JOIN pg_inherits ON inhrelid = day.indexrelid
                         WHERE day.indrelid = 'workflow_trace_log_20260302'::regclass
                           AND day.indisvalid
                        """)).isEqualTo(5);
    }
}
