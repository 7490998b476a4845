package dev.andon.ingest.chat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.andon.common.cli.Commands;
import dev.andon.common.sql.Database;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.common.trace.SharedData;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class ChatFollowIT {
    private static final String CALL = """
            {"trace_id":"%1$s","span_id":"00000000000000%2$s","span_name":"chat m","service":"shop","start_time":1772366400000,
             "duration_ms":250,"status":"%3$s","attributes":{"gen_ai.operation.name":"%4$s","gen_ai.request.model":"m",
             "gen_ai.provider.name":"openai","gen_ai.usage.input_tokens":11,"gen_ai.usage.output_tokens":5,"gen_ai.usage.cost":0.002,
             "gen_ai.conversation.id":"conv-%1$s","user.id":"u7"%5$s}}
            """;

    @Inject
    ChatFollowJob job;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Commands commands;

    TestDatabase database;

    @Test
    void a_chat_span_becomes_a_request_with_its_newest_messages_once() {
        String trace = "000000000000000000000000000000a1";
        String call = CALL.formatted(trace, "01", "ok", "chat", """
                ,"chat.domain":"billing","gen_ai.input.messages":"[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"old\\"}]},
                {\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Where is it?\\"}]}]",
                "gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"text","content":"Here."}]}]
                """.replace("\n", " "));
        send(call);
        job.runOnce();
        send(call);
        job.runOnce();

        assertThat(database.rows("""
                        SELECT source, outcome, domain, model, provider, input_tokens, output_tokens, cost_usd, latency_ms,
                               conversation_id, user_id, request_id
                          FROM chat_telemetry WHERE trace_id = '%s'
                        """.formatted(trace)))
                .containsExactly(List.of(
                        "span",
                        "ok",
                        "billing",
                        "m",
                        "openai",
                        "11",
                        "5",
                        "0.002",
                        "250",
                        "conv-" + trace,
                        "u7",
                        trace + "-0000000000000001"));
        assertThat(database.rows("SELECT role, content FROM messages WHERE trace_id = '%s' ORDER BY message_id"
                        .formatted(trace)))
                .containsExactly(List.of("user", "Where is it?"), List.of("assistant", "Here."));
    }

    @Test
    void failures_are_told_apart_and_embeddings_are_no_chat() {
        String trace = "000000000000000000000000000000a2";
        send(CALL.formatted(trace, "01", "failed", "chat", ",\"error.type\":\"APITimeoutError\""));
        send(CALL.formatted(trace, "02", "failed", "chat", ",\"error.type\":\"CancelledError\""));
        send(CALL.formatted(trace, "03", "failed", "chat", ""));
        send(CALL.formatted(trace, "04", "ok", "embeddings", ""));
        job.runOnce();

        assertThat(database.rows("SELECT outcome, domain FROM chat_telemetry WHERE trace_id = '%s' ORDER BY span_id"
                        .formatted(trace)))
                .containsExactly(List.of("timeout", "shop"), List.of("cancelled", "shop"), List.of("error", "shop"));
    }

    @Test
    void what_commits_late_is_followed_and_a_small_cycle_takes_whole_transactions() throws Exception {
        String trace = "000000000000000000000000000000a3";
        try (Connection open = database.connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("SELECT pg_current_xact_id()");
            send("[" + CALL.formatted(trace, "01", "ok", "chat", "") + ","
                    + CALL.formatted(trace, "02", "ok", "chat", "") + "]");
            job.runOnce();
            assertThat(requests(trace)).isZero();
            open.commit();
        }
        send(CALL.formatted(trace, "03", "ok", "chat", ""));
        new ChatFollower(new Database(dataSource), 1).runToEnd();

        assertThat(requests(trace)).isEqualTo(3);
    }

    @Test
    void a_database_restored_into_another_cluster_goes_on() {
        String trace = "000000000000000000000000000000a4";
        database.execute("UPDATE span_followers SET followed_xid = '9000000000000'");
        send(CALL.formatted(trace, "01", "ok", "chat", ""));
        job.runOnce();

        assertThat(requests(trace)).isEqualTo(1);
    }

    @Test
    void recorded_agents_become_a_request_for_each_chat_call() {
        List<Path> files =
                List.of("monocle-agent-traces", "strands-evals-spans/mappers", "langfuse-framework-traces").stream()
                        .flatMap(name -> SharedData.files(SharedData.folder(name), ".json").stream())
                        .toList();
        for (Path file : files) {
            CommandRun.of(commands, "import", file.toString());
        }
        assertThatCode(() -> job.runOnce()).doesNotThrowAnyException();

        assertThat(database.rows("""
                        SELECT span.trace_id, span.span_id
                          FROM workflow_trace_log AS span
                          LEFT JOIN chat_telemetry AS chat ON chat.request_id = span.trace_id || '-' || span.span_id
                         WHERE span.span_type = 'llm' AND chat.request_id IS NULL AND span.attributes::text NOT ILIKE '%embed%'
                        """)).isEmpty();
        // As recorded: 119 calls, 106 of them with tokens, 5 with a cost, 30 in a conversation, 7 messages said in
        // those.
        assertThat(database.rows("""
                        SELECT count(*) > 100, count(input_tokens) > 100, count(cost_usd) >= 5, count(conversation_id) >= 30,
                               (SELECT count(*) FROM messages) >= 7
                          FROM chat_telemetry
                        """)).containsExactly(List.of("t", "t", "t", "t", "t"));
    }

    private long requests(String trace) {
        return database.number("SELECT count(*) FROM chat_telemetry WHERE trace_id = '" + trace + "'");
    }

    private static void send(String spans) {
        given().contentType("application/json")
                .body(spans)
                .post("/api/v1/workflow/spans")
                .then()
                .statusCode(200);
    }
}
