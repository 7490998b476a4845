package dev.andon.analyzer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.analyzer.RollupRows;
import dev.andon.common.testing.PostgresServer;
import dev.andon.common.testing.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TelemetryHealthTest {
    private final TestDatabase database = PostgresServer.freshDatabase();

    @Test
    void nothing_fires_on_a_fresh_database() {
        assertThat(firing()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM telemetry_alerts() WHERE runbook <> '' AND page LIKE '/%'"))
                .isEqualTo(6);
    }

    @Test
    void three_failed_runs_are_critical_but_not_for_want_of_data() {
        database.execute("""
                INSERT INTO telemetry_analysis_runs (status, reason_code, triggered_at, finished_at)
                SELECT 'FAILED', 'INSUFFICIENT_DATA', now() - interval '1 hour', now() FROM generate_series(1, 5)
                UNION ALL
                SELECT 'FAILED', 'DATABASE_TIMEOUT', now() - interval '1 hour', now() FROM generate_series(1, 2)
                UNION ALL
                SELECT 'FAILED', 'DATABASE_TIMEOUT', now() - interval '25 hours', now() FROM generate_series(1, 2)
                """);
        assertThat(firing()).isEmpty();

        database.execute("INSERT INTO telemetry_analysis_runs (status, finished_at) VALUES ('FAILED', now())");
        assertThat(firing()).containsExactly("critical analysis_failing 3");
    }

    @Test
    void a_run_stuck_for_over_ten_minutes_is_critical() {
        database.execute(
                "INSERT INTO telemetry_analysis_runs (status, triggered_at) VALUES ('RUNNING', now() - interval '9 minutes')");
        assertThat(firing()).isEmpty();

        database.execute("UPDATE telemetry_analysis_runs SET triggered_at = now() - interval '12 minutes'");
        assertThat(firing()).containsExactly("critical analysis_stuck 12");

        // A run that waited long and began just now is not stuck.
        database.execute("UPDATE telemetry_analysis_runs SET started_at = now()");
        assertThat(firing()).isEmpty();
    }

    @Test
    void silence_after_traffic_is_critical() {
        span("now() - interval '8 days'");
        assertThat(firing()).isEmpty();

        span("now() - interval '7 hours'");
        assertThat(firing()).containsExactly("critical no_traces 0");

        span("now() - interval '5 hours'");
        assertThat(firing()).isEmpty();
    }

    @Test
    void a_success_of_more_than_a_week_ago_is_a_warning() {
        run("SUCCEEDED", "now() - interval '6 days'");
        assertThat(firing()).isEmpty();

        database.execute("UPDATE telemetry_analysis_runs SET finished_at = now() - interval '8 days'");
        assertThat(firing()).containsExactly("warning analysis_stale 8");
    }

    @Test
    void no_success_in_a_week_of_trying_is_a_warning() {
        run("FAILED", "now() - interval '9 days'");

        assertThat(firing()).containsExactly("warning analysis_stale 9");
    }

    @Test
    void more_than_twenty_improvements_in_a_day_are_a_warning() {
        database.execute("""
                INSERT INTO continuous_improvements (source, title, source_detail)
                SELECT 'TELEMETRY_BOTTLENECK', 't', jsonb_build_object('dimension_type', 'tool', 'dimension_key', n, 'finding', 'f')
                  FROM generate_series(1, 20) AS n
                """);
        assertThat(firing()).isEmpty();

        database.execute("""
                INSERT INTO continuous_improvements (source, title, source_detail)
                VALUES ('TELEMETRY_BOTTLENECK', 't', '{"dimension_type": "tool", "dimension_key": "x", "finding": "f"}')
                """);
        assertThat(firing()).containsExactly("warning improvement_flood 21");
    }

    @Test
    void health_tells_the_last_run_the_last_day_and_the_thresholds() throws Exception {
        RollupRows rollups = new RollupRows(database);
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        rollups.traces(hour.minusSeconds(7200), 30, 500);
        rollups.traces(hour.minusSeconds(2 * 86400), 30, 9_000);
        run("SUCCEEDED", "now() - interval '2 hours'");

        assertThat(database.rows("""
                SELECT last_run_status, trace_count, execution_count, avg_duration_ms, active_thresholds::text FROM telemetry_health
                """))
                .containsExactly(
                        List.of("SUCCEEDED", "30", "30", "500", "{\"gate\": 3, \"phase\": 3, \"subagent\": 3}"));
    }

    @Test
    void every_service_that_shows_them_may_read_them() throws Exception {
        for (String role : List.of("andon_analyzer", "andon_monitor", "service_role")) {
            try (var connection = database.connect();
                    var statement = connection.createStatement()) {
                statement.execute("SET ROLE " + role);
                statement.execute("SELECT * FROM telemetry_alerts(now())");
                statement.execute("SELECT * FROM telemetry_health");
            }
        }
    }

    private List<String> firing() {
        return database
                .rows("SELECT severity || ' ' || name || ' ' || floor(value) FROM telemetry_alerts() WHERE firing")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    private void run(String status, String finished) {
        database.execute("INSERT INTO telemetry_analysis_runs (status, triggered_at, finished_at) VALUES ('" + status
                + "', " + finished + ", " + finished + ")");
    }

    private void span(String start) {
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                                                span_name, service_name)
                VALUES (%s, 1, 1, md5(random()::text), 'b', 'span', 'INTERNAL', 'UNSET', 'n', 's')
                """.formatted(start));
    }
}
