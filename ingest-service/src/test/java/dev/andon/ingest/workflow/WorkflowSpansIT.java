package dev.andon.ingest.workflow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native JSON, and reading back what was stored. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class WorkflowSpansIT {
    private static final String PATH = "/api/v1/workflow/spans";

    TestDatabase database;

    @Test
    void one_object_is_stored_and_sending_it_again_changes_nothing() {
        String span = """
                {"workflow_execution_id":"e1","span_type":"gate","span_name":"design review","gate":"GATE_DESIGN_REVIEW",
                 "phase":"PLAN","sd_type":"feature","service_name":"leo","start_time":"2026-03-01T12:00:00.5Z","duration_ms":2500,
                 "status":"failed","status_message":"no","attributes":{"a":{"b":[1,true,null,"x"]}}}
                """;
        String sameInAnotherOrder =
                span.replace("\"status\":\"failed\",", "").replace("{\"workflow", "{\"status\":\"failed\",\"workflow");

        post("application/json", span).statusCode(200).body("accepted", equalTo(1), "rejected", equalTo(0));
        post("application/json", sameInAnotherOrder).statusCode(200).body("accepted", equalTo(1));

        assertThat(database.rows("""
                        SELECT span_type, span_name, gate, phase, sd_type, service_name, duration_ms, status, status_message,
                               attributes -> 'a' -> 'b', to_char(created_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS')
                          FROM workflow_trace_log WHERE workflow_execution_id = 'e1'
                        """))
                .containsExactly(List.of(
                        "gate",
                        "design review",
                        "GATE_DESIGN_REVIEW",
                        "PLAN",
                        "feature",
                        "leo",
                        "2500",
                        "ERROR",
                        "no",
                        "[1, true, null, \"x\"]",
                        "12:00:00.500"));
    }

    @Test
    void spans_of_one_execution_without_ids_share_a_trace() {
        post("application/json", """
                        [{"workflow_execution_id":"e2","span_name":"a","start_time":1772366400000,"duration_ms":1},
                         {"workflow_execution_id":"e2","span_name":"b","start_time":1772366400,"end_time":"2026-03-01 12:00:01"}]
                        """).statusCode(200).body("accepted", equalTo(2));

        assertThat(database.rows("SELECT count(DISTINCT trace_id), count(*), count(DISTINCT created_at)"
                        + " FROM workflow_trace_log WHERE workflow_execution_id = 'e2'"))
                .containsExactly(List.of("1", "2", "1"));
    }

    @Test
    void errors_name_the_line_and_the_field_and_the_good_lines_are_stored() {
        post("application/x-ndjson", """
                        {"workflow_execution_id":"e3","span_name":"a","start_time":1772366400000,"duration_ms":1}

                        {"workflow_execution_id":"e3","span_name":"b"}
                        {"broken
                        {"workflow_execution_id":"e3","span_name":"c","start_time":1,"end_time":0.5,"span_type":"phase"}
                        {"workflow_execution_id":"e3","span_name":"d","start_time":1772366400000,"duration_ms":1,"trace_id":"zz"}
                        """)
                .statusCode(200)
                .body(
                        "accepted", equalTo(1),
                        "rejected", equalTo(4),
                        "errors.line", contains(3, 4, 5, 6),
                        "errors.index", contains(1, 2, 3, 4),
                        "errors[0].field", equalTo("start_time"),
                        "errors[3].detail", containsString("32 hex digits"));
    }

    @Test
    void nothing_right_is_a_problem_that_names_the_field() {
        post("application/json", "{\"span_name\":\"x\",\"start_time\":1,\"duration_ms\":-4}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("duration_ms"), "type", equalTo("urn:andon:problem:invalid-argument"));
        post("application/json", "{\"span_name\":").statusCode(400).body("detail", containsString("not JSON"));
        post("text/csv", "a,b").statusCode(415).contentType("application/problem+json");
    }

    @Test
    void what_the_database_refuses_is_an_error_and_not_accepted() {
        database.execute(
                "ALTER TABLE workflow_trace_log_default ADD CONSTRAINT no_evil CHECK (span_name <> 'evil') NOT VALID");
        String evil = "{\"span_name\":\"evil\",\"start_time\":\"2001-01-01T00:00:00Z\",\"duration_ms\":1}";

        post("application/json", evil)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("no_evil"));
        post("application/json", "[" + evil + "," + evil.replace("evil", "good") + "]")
                .statusCode(200)
                .body("accepted", equalTo(1), "rejected", equalTo(1), "errors[0].index", equalTo(null));
    }

    @Test
    void a_start_before_1970_is_not_accepted() {
        post("application/json", "{\"span_name\":\"x\",\"end_time\":\"1970-01-01T00:00:01Z\",\"duration_ms\":5000}")
                .statusCode(400)
                .body("field", equalTo("start_time"));
    }

    @Test
    void no_span_at_all_is_fine() {
        post("application/json", "[]").statusCode(200).body("accepted", equalTo(0));
    }

    @Test
    void another_method_is_405_and_another_type_is_415() {
        given().get(PATH).then().statusCode(405).header("Allow", "POST").body("detail", equalTo("Use POST."));
        post("text/plain", "{}").statusCode(415).body("detail", containsString("application/x-ndjson"));
    }

    @Test
    void the_description_of_the_api_has_both_ways_in_with_their_fields() {
        given().get("/q/openapi?format=json")
                .then()
                .body("paths.'/v1/traces'.post.responses", hasKey("415"))
                .body("paths.'/api/v1/workflow/spans'.post.responses", hasKey("400"))
                .body("components.schemas.NativeSpan.properties", hasKey("workflow_execution_id"))
                .body("paths", hasKey("/api/v1/traces/{id}"));
    }

    @Test
    void a_trace_is_read_back_whole() {
        post("application/json", """
                        [{"trace_id":"00000000-0000-0000-0000-0000000000f1","span_id":"00000000000000f1","span_name":"root","service":"s",
                          "start_time":1772366400000,"duration_ms":9,"span_type":"workflow"},
                         {"trace_id":"000000000000000000000000000000f1","span_id":"00000000000000f2","parent_span_id":"00000000000000f1",
                          "span_name":"call","service":"s","start_time":1772366400001,"duration_ms":5,"model":"m","input_tokens":4,
                          "span_type":"llm"}]
                        """).statusCode(200);

        given().get("/api/v1/traces/000000000000000000000000000000F1")
                .then()
                .statusCode(200)
                .body(
                        "span_count", equalTo(2),
                        "spans.span_name", contains("root", "call"),
                        "spans[1].parent_span_id", equalTo("00000000000000f1"),
                        "spans[1].input_tokens", equalTo(4),
                        "spans[1].attributes.'gen_ai.request.model'", equalTo("m"),
                        "resources[0].service_name", equalTo("s"));
        given().get("/api/v1/traces/" + "0".repeat(31) + "a").then().statusCode(404);
        given().get("/api/v1/traces/nothex").then().statusCode(400).body("field", equalTo("id"));
    }

    @Test
    void pages_of_traces_go_on_where_the_last_one_ended() {
        for (int i = 1; i <= 5; i++) {
            database.execute("""
                    INSERT INTO trace_summaries (started_at, last_start_at, duration_ms, folded_xid, span_count, error_count, trace_id,
                                                 complete, status, root_service, root_name, root_type, services)
                    VALUES ('2026-03-01 12:00:0%1$dZ', '2026-03-01 12:00:00Z', %1$d, '1', 1, 0, 'cafe%1$d', true, 'OK', 'shop', 'r',
                            'span', '{shop}')
                    """.formatted(i < 3 ? 1 : i).replace("cafe" + (i < 3 ? 1 : i), "cafe" + i));
        }

        String cursor = given().get("/api/v1/traces?limit=2&service=shop")
                .then()
                .statusCode(200)
                .body("traces.trace_id", contains("cafe5", "cafe4"))
                .extract()
                .path("next_cursor");
        String last = given().queryParam("cursor", cursor)
                .get("/api/v1/traces?limit=2&service=shop")
                .then()
                .body("traces.trace_id", contains("cafe3", "cafe1"))
                .extract()
                .path("next_cursor");
        given().queryParam("cursor", last)
                .get("/api/v1/traces?limit=2&service=shop")
                .then()
                .body("traces.trace_id", contains("cafe2"), "next_cursor", equalTo(null));
        given().get("/api/v1/traces?minDuration=4&status=ok&to=2026-03-01T12:00:05Z&from=2026-03-01T12:00:00Z")
                .then()
                .body("traces.trace_id", contains("cafe4"));
        given().get("/api/v1/traces?service=none").then().body("traces", equalTo(List.of()));
        given().get("/api/v1/traces?status=bad").then().statusCode(400).body("field", equalTo("status"));
    }

    private static ValidatableResponse post(String type, String body) {
        return given().contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(PATH)
                .then();
    }
}
