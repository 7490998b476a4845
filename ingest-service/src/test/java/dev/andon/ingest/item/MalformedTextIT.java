package dev.andon.ingest.item;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of native JSON whose bytes are not what they should be. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class MalformedTextIT {
    private static final String SPANS = "/api/v1/workflow/spans";
    private static final String CHAT = "/api/v1/chat/telemetry";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    TestDatabase database;

    @ParameterizedTest
    @CsvSource({SPANS + "," + JSON, SPANS + "," + LINES, CHAT + "," + JSON, CHAT + "," + LINES})
    void a_byte_order_mark_does_no_harm(String path, String type) {
        post(path, type, "\uFEFF" + item(path, "bom")).statusCode(200).body("accepted", equalTo(1));
        post(path, type, "\uFEFF").statusCode(200).body("accepted", equalTo(0), "rejected", equalTo(0));
        post(path, type, "\uFEFF\n" + item(path, "bom") + "\n" + item(path, "bom2"))
                .statusCode(200)
                .body("accepted", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {SPANS, CHAT})
    void what_is_not_utf8_costs_its_own_line_only(String path) {
        String good = item(path, "good");
        String bad = item(path, "b\u00ffd");

        byte[] lines = (good + "\n" + bad + "\r\n\n" + good).getBytes(StandardCharsets.ISO_8859_1);
        for (String type : new String[] {LINES, JSON}) {
            post(path, type, lines)
                    .statusCode(200)
                    .body("accepted", equalTo(2), "rejected", equalTo(1))
                    .body("errors[0].line", equalTo(2), "errors[0].index", equalTo(1))
                    .body("errors[0].detail", containsString("(0xff) is not UTF-8"));
        }
        byte[] array = ("[" + good + "," + bad + "]").getBytes(StandardCharsets.ISO_8859_1);
        post(path, JSON, array).statusCode(400).body("detail", containsString("(0xff) is not UTF-8"));
        assertThat(database.number("SELECT (SELECT count(*) FROM workflow_trace_log WHERE span_name LIKE 'b_d')"
                        + " + (SELECT count(*) FROM chat_telemetry WHERE request_id LIKE 'b_d')"))
                .isZero();
    }

    private static String item(String path, String name) {
        return path.equals(SPANS)
                ? "{\"span_name\":\"" + name + "\",\"start_time\":1772366400000,\"duration_ms\":1}"
                : "{\"request_id\":\"" + name + "\",\"created_at\":1772366400000,\"model\":\"m\"}";
    }

    private static ValidatableResponse post(String path, String type, String body) {
        return post(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse post(String path, String type, byte[] body) {
        return given().contentType(type).body(body).post(path).then();
    }
}
