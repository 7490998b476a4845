package dev.andon.monitor.freshness;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every alert rule is a check that fires, says what to do, and leads to a page; thresholds themselves: {@code TelemetryHealthTest}. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class AlertRulesIT {
    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @BeforeEach
    void forget() {
        database.execute("TRUNCATE telemetry_analysis_runs, workflow_trace_log, monitor_runs CASCADE");
        database.execute("DELETE FROM continuous_improvements");
        database.execute("DELETE FROM rollup_watermarks WHERE name = 'spans'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            analysis_failing | stale | INSERT INTO telemetry_analysis_runs (status, finished_at) SELECT 'FAILED', now() FROM generate_series(1, 3)
            analysis_stuck | stale | INSERT INTO telemetry_analysis_runs (status, triggered_at) VALUES ('RUNNING', now() - interval '11 minutes')
            no_traces | stale | INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, \
            status, span_name, service_name) VALUES (now() - interval '7 hours', 1, 1, 'a', 'b', 'span', 'INTERNAL', 'UNSET', 'n', 's')
            rollups_behind | stale | INSERT INTO rollup_watermarks (name, folded_xid, as_of, updated_at) VALUES ('spans', '0', now() - interval '11 minutes', now())
            analysis_stale | warn | INSERT INTO telemetry_analysis_runs (status, triggered_at, finished_at) \
            VALUES ('SUCCEEDED', now() - interval '8 days', now() - interval '8 days')
            improvement_flood | warn | INSERT INTO continuous_improvements (source, title, source_detail) SELECT 'TELEMETRY_BOTTLENECK', 't', \
            jsonb_build_object('dimension_type', 'tool', 'dimension_key', n, 'finding', 'f') FROM generate_series(1, 21) AS n
            """)
    void a_rule_that_fires_is_a_finding_with_a_limit_a_remedy_and_pages_that_answer(
            String key, String status, String cause) throws Exception {
        assertThat(check(key).get("status").asText()).isEqualTo("fresh");

        database.execute(cause);
        JsonNode finding = check(key);

        assertThat(finding.get("status").asText()).as(finding.toString()).isEqualTo(status);
        assertThat(finding.get("remedy").asText()).isNotBlank();
        assertThat(finding.get(status.equals("warn") ? "warn_at" : "error_at").isNumber())
                .isTrue();
        given().get(finding.get("page").asText()).then().statusCode(200);
        given().get(finding.get("runbook").asText()).then().statusCode(200);
    }

    @Test
    void every_check_has_a_page_of_its_own_as_its_runbook() throws Exception {
        List<String> keys = results().findValuesAsText("key");

        assertThat(keys)
                .contains("analysis_failing", "canary", "chat_telemetry_rollups")
                .allSatisfy(key -> given().get("/freshness/" + key).then().statusCode(200));
    }

    private JsonNode check(String key) throws Exception {
        return results()
                .valueStream()
                .filter(result -> result.get("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode results() throws Exception {
        return mapper.readTree(
                        CommandRun.of(commands, "check", "all", "-o", "json").out())
                .get("results");
    }
}
