package dev.andon.ingest.chat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ChatTelemetryIT {
    private static final String REQUEST = """
            {"request_id":"%s","created_at":"2026-03-01T12:00:00.5Z","domain":"billing","model":"m","provider":"p","input_tokens":7,
             "output_tokens":3,"cost_usd":0.0012345,"latency_ms":812.25,"conversation_id":"%s","user_id":"u1"}
            """;

    TestDatabase database;

    @Test
    void a_request_its_conversation_and_messages_are_stored_and_a_resend_changes_nothing() {
        String body = "[" + REQUEST.formatted("a1", "c1") + """
                , {"type":"message","message_id":"m1","conversation_id":"c1","sent_at":"2026-03-01T11:59:00Z","role":"user",
                   "content":"Where is my invoice?"},
                  {"type":"conversation","conversation_id":"c1","started_at":"2026-03-01T11:58:00Z"}]
                """;

        post(body).statusCode(200).body("accepted", equalTo(3), "rejected", equalTo(0));
        String stored = database.contents();
        post(body).statusCode(200).body("accepted", equalTo(3));

        assertThat(database.contents()).isEqualTo(stored);
        assertThat(database.rows("""
                        SELECT source, outcome, domain, model, provider, input_tokens, output_tokens, cost_usd, latency_ms, user_id
                          FROM chat_telemetry WHERE request_id = 'a1'
                        """))
                .containsExactly(List.of("api", "ok", "billing", "m", "p", "7", "3", "0.0012345", "812.25", "u1"));
        assertThat(database.rows("""
                        SELECT started_at AT TIME ZONE 'UTC', last_message_at AT TIME ZONE 'UTC', user_id, domain,
                               (SELECT string_agg(role || ': ' || content, '') FROM messages WHERE conversation_id = 'c1')
                          FROM conversations WHERE conversation_id = 'c1'
                        """))
                .containsExactly(List.of(
                        "2026-03-01 11:58:00", "2026-03-01 12:00:00.5", "u1", "billing", "user: Where is my invoice?"));
    }

    @Test
    void bad_rows_are_named_and_the_good_ones_are_kept() {
        post("[" + REQUEST.formatted("b1", "cb") + """
                , {"created_at":"2026-03-01T12:00:00Z"}, {"request_id":"b2"},
                  {"request_id":"b3","created_at":"2026-03-01T12:00:00Z","outcome":"maybe"},
                  {"request_id":"b4","created_at":"2099-03-01T12:00:00Z"},
                  {"request_id":"b5","created_at":"2026-03-01T12:00:00Z","cost_usd":-1},
                  {"request_id":"b6","created_at":"2026-03-01T12:00:00Z","model":"%s"},
                  {"request_id":"b7","created_at":"2026-03-01T12:00:00Z","domain":"a\\u0000b"},
                  {"request_id":"b8","created_at":"2026-03-01T12:00:00Z","input_tokens":1.5},
                  {"type":"message","conversation_id":"c","message_id":"m","sent_at":1772366400,"role":"user"},
                  {"type":"other"}, 5]
                """.formatted("x".repeat(201)))
                .statusCode(200)
                .body(
                        "accepted",
                        equalTo(1),
                        "rejected",
                        equalTo(11),
                        "errors.index",
                        contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                        "errors.field",
                        contains(
                                "request_id",
                                "created_at",
                                "outcome",
                                "created_at",
                                "cost_usd",
                                "model",
                                "domain",
                                "input_tokens",
                                "content",
                                "type",
                                ""),
                        "errors[5].detail",
                        containsString("200 characters"));
        assertThat(database.number("SELECT count(*) FROM chat_telemetry WHERE request_id LIKE 'b%'"))
                .isEqualTo(1);
    }

    @Test
    void nothing_right_is_a_problem_and_a_broken_body_names_itself() {
        post("{\"request_id\":\"x\"}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("created_at"), "type", equalTo("urn:andon:problem:invalid-argument"));
        post("{\"request_id\":").statusCode(400).body("detail", containsString("not JSON"));
        post("[]").statusCode(200).body("accepted", equalTo(0));
    }

    @Test
    void the_id_of_a_request_with_trace_and_span_is_that_of_the_span() {
        String span = """
                {"created_at":1772366400000,"trace_id":"0000000000000000000000000000C0DE","span_id":"000000000000c0de"}
                """;
        post(span).statusCode(200);
        post(span).statusCode(200);

        assertThat(database.rows("SELECT request_id, trace_id FROM chat_telemetry WHERE span_id = '000000000000c0de'"))
                .containsExactly(List.of(
                        "0000000000000000000000000000c0de-000000000000c0de", "0000000000000000000000000000c0de"));
    }

    @Test
    void too_many_items_are_refused_as_a_whole() {
        String many = IntStream.rangeClosed(0, ChatItems.MAX_ITEMS)
                .mapToObj(i -> "{\"request_id\":\"many-" + i + "\",\"created_at\":1772366400000}")
                .collect(Collectors.joining("\n"));

        post(many).statusCode(413).body("detail", containsString("10000 items"));
        assertThat(database.number("SELECT count(*) FROM chat_telemetry WHERE request_id LIKE 'many-%'"))
                .isZero();
    }

    @Test
    void many_senders_of_the_same_rows_in_any_order_store_each_once() throws Exception {
        List<String> rows = IntStream.range(0, 200)
                .mapToObj(i -> REQUEST.formatted("same-" + i, "same-c" + i % 5))
                .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Future<?>> sent = IntStream.range(0, 12)
                    .<Future<?>>mapToObj(sender -> pool.submit(() -> {
                        List<String> order = sender % 2 == 0 ? rows : rows.reversed();
                        post("[" + String.join(",", order) + "]")
                                .statusCode(200)
                                .body("accepted", equalTo(200));
                    }))
                    .toList();
            for (Future<?> one : sent) {
                one.get();
            }
        }
        assertThat(database.number("SELECT count(*) FROM chat_telemetry WHERE request_id LIKE 'same-%'"))
                .isEqualTo(200);
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/chat/telemetry")
                .then();
    }
}
