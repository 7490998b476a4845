package dev.andon.analyzer.percentile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.analyzer.fold.SpanStore;
import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.SpanDimensions;
import dev.andon.common.trace.TraceSpan;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command and the API, which answer the same. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.percentiles.timeout", value = "500ms"))
class PercentilesIT {
    private static final String PATH = "/api/v1/analysis/percentiles";

    @Inject
    Commands commands;

    @Inject
    ObjectMapper json;

    TestDatabase database;

    @BeforeEach
    void hundredSearches() {
        database.execute("TRUNCATE workflow_trace_log, span_batches, trace_summaries, dimension_rollups, call_rollups,"
                + " rollup_watermarks");
        long now = Instant.now().toEpochMilli() * 1000;
        List<TraceSpan> spans = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            SpanDimensions search = new SpanDimensions(null, null, null, null, null, "web search", null);
            spans.add(new TraceSpan(
                    "t" + i, "s", null, now - i, 1_000L * i, "agent", "search", "CLIENT", "tool", false, search));
        }
        SpanStore.store(database, spans);
        CommandRun.of(commands, "rollup", "fold").done();
    }

    @Test
    void the_api_gives_both_values_and_their_difference() {
        given().config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .queryParam("dimension_type", "tool")
                .queryParam("dimension_key", "web search")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("samples_exact", equalTo(100), "samples_rollup", equalTo(100), "agree", equalTo(true))
                .body("percentiles.percentile", equalTo(List.of(50, 95, 99)), "notes", hasSize(0))
                .body("percentiles[0].exact_ms", closeTo(50.5, 1e-9), "percentiles[2].exact_ms", closeTo(99.01, 1e-9))
                .body("percentiles[1].rollup_ms", closeTo(95.05, 0.75), "as_of", notNullValue())
                .body("percentiles[1].relative_difference", closeTo(0, 1.0 / 128), "error_bound", equalTo(1.0 / 128));
    }

    @Test
    void the_command_prints_the_same_for_people_and_for_machines() throws Exception {
        CommandRun text = CommandRun.of(commands, "percentiles", "tool", "web search", "--window-days", "2")
                .done();
        CommandRun machine = CommandRun.of(commands, "percentiles", "tool", "web search", "--output", "json")
                .done();

        JsonNode answer = json.readTree(machine.out());
        assertThat(text.out()).contains("tool web search", "p50", "50.5 ms", "99.0 ms", "Both agree within");
        assertThat(answer.at("/percentiles/0/exact_ms").asDouble()).isEqualTo(50.5);
        assertThat(answer.path("agree").asBoolean()).isTrue();
    }

    @Test
    void what_cannot_be_asked_and_what_is_not_there_is_said() {
        given().queryParam("dimension_type", "colour")
                .queryParam("dimension_key", "x")
                .get(PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("dimension_type"));
        given().queryParam("dimension_type", "tool").get(PATH).then().statusCode(400);
        given().queryParam("dimension_type", "tool")
                .queryParam("dimension_key", "x")
                .queryParam("window_days", 0)
                .get(PATH)
                .then()
                .statusCode(400)
                .body("field", equalTo("window_days"));
        given().queryParam("dimension_type", "tool")
                .queryParam("dimension_key", "none")
                .get(PATH)
                .then()
                .statusCode(404);
    }

    @Test
    void the_command_ends_with_the_code_of_what_is_wrong() {
        assertThat(CommandRun.of(commands, "percentiles", "colour", "x").exitCode())
                .isEqualTo(Commands.USAGE);
        CommandRun none = CommandRun.of(commands, "percentiles", "tool", "none");
        assertThat(none.exitCode()).isEqualTo(Commands.FAILED);
        assertThat(none.err()).contains("No sample of tool none");
    }

    @Test
    void reading_beyond_the_timeout_is_503_and_tells_to_come_again() throws Exception {
        try (Connection lock = database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE workflow_trace_log IN ACCESS EXCLUSIVE MODE");

            given().queryParam("dimension_type", "tool")
                    .queryParam("dimension_key", "web search")
                    .get(PATH)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "5")
                    .body(
                            "detail",
                            equalTo(
                                    "The database took too long: try again, ask for less, or look for locks in pg_stat_activity."));
        }
    }
}
