package dev.andon.analyzer.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The SQL functions as pages and operators call them. */
final class ThresholdFunctionsTest {
    private final TestDatabase database = PostgresServer.freshDatabase();

    @Test
    void the_seeded_thresholds_are_there() {
        assertThat(database.rows("""
                SELECT dimension_type, count(*) FROM telemetry_thresholds WHERE is_active GROUP BY 1 ORDER BY 1
                """))
                .containsExactly(List.of("gate", "3"), List.of("phase", "3"), List.of("subagent", "3"));
    }

    @Test
    void setting_records_who_and_what_was_before() {
        set("'phase', 'PLAN', 50000, 3, 'ann'");

        assertThat(database.rows("""
                SELECT changed_by, before ->> 'baseline_p50_ms', after ->> 'baseline_p50_ms', after ->> 'multiplier'
                  FROM telemetry_threshold_audit ORDER BY audit_id DESC LIMIT 1
                """)).containsExactly(List.of("ann", "60000", "50000", "3"));
        assertThat(database.text("SELECT updated_by FROM telemetry_thresholds WHERE dimension_key = 'PLAN'"))
                .isEqualTo("ann");
    }

    @Test
    void setting_what_is_set_changes_nothing() {
        long before = audits();

        set("'phase', 'PLAN', 60000, 2, 'ann'");
        set("'phase', 'PLAN', 60000, NULL, 'ann'");

        assertThat(audits()).isEqualTo(before);
    }

    @Test
    void a_new_one_without_a_multiplier_takes_two() {
        set("'tool', 'search', 10, NULL, 'ann'");

        assertThat(database.text("SELECT multiplier FROM telemetry_thresholds WHERE dimension_key = 'search'"))
                .isEqualTo("2");
    }

    @Test
    void switching_off_is_audited_once_and_setting_again_switches_on() {
        assertThat(database.text("SELECT telemetry_deactivate_threshold('gate', 'GATE_DESIGN_REVIEW', 'bob')"))
                .isEqualTo("t");
        assertThat(database.text("SELECT telemetry_deactivate_threshold('gate', 'GATE_DESIGN_REVIEW', 'bob')"))
                .isEqualTo("f");
        assertThat(database.text("SELECT telemetry_deactivate_threshold('gate', 'NO_SUCH', 'bob')"))
                .isEqualTo("f");
        assertThat(database.number("SELECT count(*) FROM telemetry_threshold_audit WHERE changed_by = 'bob'"))
                .isEqualTo(1);

        set("'gate', 'GATE_DESIGN_REVIEW', 8000, NULL, 'ann'");
        assertThat(
                        database.rows(
                                "SELECT is_active, multiplier FROM telemetry_thresholds WHERE dimension_key = 'GATE_DESIGN_REVIEW'"))
                .containsExactly(List.of("t", "2.5"));
    }

    @Test
    void nonsense_is_refused() {
        for (String nonsense : List.of(
                "'phase', 'PLAN', 0, 2, 'ann'",
                "'phase', 'PLAN', 'NaN', 2, 'ann'",
                "'phase', 'PLAN', 'Infinity', 2, 'ann'",
                "'phase', 'PLAN', 100, 0.5, 'ann'",
                "'phase', 'PLAN', 100, 'NaN', 'ann'",
                "'phase', '', 100, 2, 'ann'",
                "'colour', 'PLAN', 100, 2, 'ann'",
                "'phase', 'PLAN', 100, 2, ' '")) {
            assertThatThrownBy(() -> set(nonsense)).as(nonsense).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void pages_may_set_only_through_the_function() throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET ROLE andon_monitor");
            statement.execute("SELECT telemetry_set_threshold('phase', 'PLAN', 55000, 2, 'ann')");

            assertThatThrownBy(() -> statement.execute("UPDATE telemetry_thresholds SET multiplier = 9"))
                    .hasMessageContaining("permission denied");
        }
        assertThat(database.text("SELECT changed_by FROM telemetry_threshold_audit ORDER BY audit_id DESC LIMIT 1"))
                .isEqualTo("ann");
    }

    private void set(String arguments) {
        database.text("SELECT telemetry_set_threshold(" + arguments + ")");
    }

    private long audits() {
        return database.number("SELECT count(*) FROM telemetry_threshold_audit");
    }
}
