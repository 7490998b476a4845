package dev.andon.monitor.check;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.monitor.testing.LineStory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.StringReader;
import java.time.InstantSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Data that is really aged turns checks stale, and fresh again; exit codes, outputs and what is stored. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.monitor.check.enabled", value = "false"))
class CheckCommandIT {
    private static final String STEADY = """
            TRUNCATE trace_rollups;
            INSERT INTO trace_rollups (bucket_start, traces, failed, executions, duration_us, input_tokens, output_tokens, p50_ms,
                                       p95_ms, duration_histogram)
            SELECT hour, 20, 0, 20, 20, 0, 0, 1, 1, ''
              FROM generate_series(date_trunc('hour', now(), 'UTC') - interval '14 days', now(), interval '1 hour') AS hour;
            INSERT INTO call_rollups (bucket_start, calls, self_us, kind, service, callee, operation, self_histogram)
            VALUES (date_trunc('hour', now(), 'UTC'), 1, 1, 'own', 's', '', 'o', '');
            TRUNCATE chat_telemetry, chat_telemetry_rollups, chat_telemetry_domain_rollups, chat_telemetry_model_rollups;
            INSERT INTO chat_telemetry (created_at, request_id, source, outcome) VALUES (now(), 'r', 'api', 'ok');
            SELECT refresh_chat_telemetry_rollups(now() - interval '1 hour', now());
            INSERT INTO span_batches (first_start_at, last_start_at, span_count, trace_ids) VALUES (now(), now(), 1, '{}');
            UPDATE rollup_watermarks SET as_of = now()
            """;

    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    ObjectMapper mapper;

    @Inject
    CheckJob job;

    @BeforeEach
    void tell() throws Exception {
        database.execute("""
                TRUNCATE workflow_trace_log, span_batches, trace_summaries, trace_rollups, dimension_rollups, call_rollups,
                         rollup_watermarks, telemetry_analysis_runs, monitor_runs CASCADE
                """);
        database.execute("DELETE FROM continuous_improvements");
        database.execute("DELETE FROM telemetry_thresholds");
        new LineStory(database, InstantSource.system().instant()).tell();
        database.execute(STEADY);
    }

    @Test
    void steady_data_is_fresh() {
        CommandRun run = check("telemetry");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("Watermark of the fold", " 0 stale, 0 unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dimension_rollups | UPDATE dimension_rollups SET bucket_start = bucket_start - interval '40 days'
            trace_rollups | UPDATE trace_rollups SET bucket_start = bucket_start - interval '40 days'
            trace_rollups | DELETE FROM trace_rollups
            call_rollups | TRUNCATE call_rollups
            chat_telemetry_rollups | UPDATE chat_telemetry_rollups SET bucket_start = bucket_start - interval '2 days'
            chat_telemetry_domain_rollups | TRUNCATE chat_telemetry_domain_rollups
            chat_telemetry_model_rollups | TRUNCATE chat_telemetry_model_rollups
            chat_telemetry | UPDATE chat_telemetry SET created_at = created_at - interval '26 hours'
            missing_hours | DELETE FROM trace_rollups WHERE bucket_start BETWEEN now() - interval '9 hours' AND now() - interval '5 hours'
            trace_volume | UPDATE trace_rollups SET traces = CASE WHEN bucket_start < now() - interval '4 hours' THEN 500 ELSE 1 END
            rollup_watermarks | UPDATE rollup_watermarks SET as_of = now() - interval '11 minutes'
            workflow_trace_log | UPDATE span_batches SET last_start_at = now() - interval '25 hours'
            """)
    void what_is_aged_is_stale(String key, String ageing) throws Exception {
        assertThat(status(key)).isEqualTo("fresh");

        database.execute(ageing);
        CommandRun run = check("telemetry");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("stale");
        assertThat(status(key)).isEqualTo("stale");

        tell();
        assertThat(status(key)).isEqualTo("fresh");
    }

    @Test
    void chats_that_were_never_sent_are_not_missed() throws Exception {
        database.execute("TRUNCATE chat_telemetry, chat_telemetry_rollups");

        JsonNode chats = result(mapper.readTree(check("telemetry", "-o", "json").out()), "chat_telemetry_rollups");

        assertThat(chats.get("status").asText()).isEqualTo("fresh");
        assertThat(chats.get("detail").asText()).contains("Not in use");
    }

    @Test
    void a_canary_without_an_ingest_says_so_and_chats_of_canaries_are_no_chats() throws Exception {
        database.execute("TRUNCATE chat_telemetry, chat_telemetry_rollups, chat_telemetry_domain_rollups");
        database.execute("""
                INSERT INTO chat_telemetry (created_at, request_id, source, outcome, domain)
                VALUES (now() - interval '60 days', 'canary-1', 'api', 'ok', 'andon-canary');
                SELECT refresh_chat_telemetry_rollups(now() - interval '60 days', now() - interval '60 days')
                """);

        JsonNode run = mapper.readTree(check("all", "-o", "json").out());

        assertThat(result(run, "canary").get("status").asText()).isEqualTo("fresh");
        assertThat(result(run, "canary").get("detail").asText()).contains("Not configured", "ANDON_INGEST_URL");
        assertThat(result(run, "chat_telemetry_rollups").get("status").asText()).isEqualTo("fresh");
    }

    @Test
    void junit_names_each_check_and_its_failures() throws Exception {
        database.execute("UPDATE rollup_watermarks SET as_of = now() - interval '2 hours'");

        Document xml = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(
                        new StringReader(check("telemetry", "-o", "junit").out())));

        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(Integer.parseInt(suite.getAttribute("tests")))
                .isEqualTo(xml.getElementsByTagName("testcase").getLength())
                .isGreaterThan(5);
        assertThat(Integer.parseInt(suite.getAttribute("failures")))
                .isEqualTo(xml.getElementsByTagName("failure").getLength())
                .isPositive();
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
    }

    @Test
    void a_missing_right_is_unknown_hides_nothing_and_is_no_success() throws Exception {
        database.execute("REVOKE SELECT ON rollup_watermarks FROM andon_monitor");
        try {
            CommandRun command = check("telemetry", "-o", "json");
            JsonNode run = mapper.readTree(command.out());
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(result(run, "rollup_watermarks").get("status").asText()).isEqualTo("unknown");
            assertThat(result(run, "rollup_watermarks").get("detail").asText()).contains("permission denied");
            assertThat(result(run, "dimension_rollups").get("status").asText()).isEqualTo("fresh");

            database.execute("TRUNCATE call_rollups");
            assertThat(check("telemetry").exitCode()).isEqualTo(1);
        } finally {
            database.execute("GRANT SELECT ON rollup_watermarks TO andon_monitor");
        }
    }

    @Test
    void a_service_that_fell_silent_is_named() throws Exception {
        database.execute(
                "UPDATE dimension_rollups SET bucket_start = bucket_start - interval '5 hours' WHERE dimension_type = 'service'");

        JsonNode stopped =
                result(mapper.readTree(check("telemetry", "-o", "json").out()), "stopped_writers");

        assertThat(stopped.get("status").asText()).isEqualTo("warn");
        assertThat(stopped.get("detail").asText()).contains("agent-worker");
    }

    @Test
    void what_is_no_scope_is_usage() {
        CommandRun usage = check("everything");

        assertThat(usage.exitCode()).isEqualTo(2);
        assertThat(usage.err()).contains("everything", "telemetry");
    }

    @Test
    void a_run_is_stored_and_shown() {
        check("telemetry");

        given().get("/api/v1/checks").then().statusCode(200).body("key", hasItem("trace_rollups"));
        given().get("/api/v1/checks/runs?limit=1")
                .then()
                .statusCode(200)
                .body("[0].scope", equalTo("telemetry"))
                .body("[0].trigger", equalTo("command"));
        given().get("/api/v1/checks/runs?limit=0").then().statusCode(400);
    }

    @Test
    void of_two_instances_one_makes_the_checks_of_a_moment() {
        assertThat(job.runOnce()).isTrue();
        assertThat(job.runOnce()).isFalse();
        assertThat(database.number("SELECT count(*) FROM monitor_runs WHERE status IS NOT NULL"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM monitor_results WHERE check_key = 'analysis_failing'"))
                .isEqualTo(1);
    }

    @Test
    void a_command_in_the_place_of_the_schedule_shares_its_moments() {
        database.execute("TRUNCATE call_rollups");

        CommandRun first = check("--scheduled");
        CommandRun second = check("all", "--scheduled");

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.out()).contains("call_rollups is empty");
        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("Another instance has made the checks of this interval.");
        assertThat(job.runOnce()).isFalse();
        assertThat(database.text("SELECT trigger FROM monitor_runs")).isEqualTo("schedule");
        assertThat(check("telemetry", "--scheduled").exitCode()).isEqualTo(2);
    }

    @Test
    void alert_rules_are_checks_of_all() throws Exception {
        database.execute("""
                INSERT INTO telemetry_analysis_runs (run_id, status, triggered_at, triggered_by, window_days, started_at)
                VALUES (gen_random_uuid(), 'RUNNING', now() - interval '11 minutes', 'test', 7, now() - interval '11 minutes')
                """);

        JsonNode stuck = result(mapper.readTree(check("all", "-o", "json").out()), "analysis_stuck");

        assertThat(stuck.get("status").asText()).isEqualTo("stale");
        assertThat(stuck.get("remedy").asText()).contains("STUCK");
    }

    private String status(String key) throws Exception {
        return result(mapper.readTree(check("telemetry", "-o", "json").out()), key)
                .get("status")
                .asText();
    }

    private static JsonNode result(JsonNode run, String key) {
        for (JsonNode result : run.get("results")) {
            if (result.get("key").asText().equals(key)) {
                return result;
            }
        }
        throw new AssertionError("No result of " + key + " in " + run);
    }

    private CommandRun check(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "check";
        System.arraycopy(args, 0, all, 1, args.length);
        return CommandRun.of(commands, all);
    }
}
