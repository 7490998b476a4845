package dev.andon.ingest.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A trace of any size is read back whole, in little memory, and never looks whole where it is not. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class LargeTraceIT {
    private static final String TRACE = "00000000000000000000000000000a%s";
    private static final String READERS = """
            FROM pg_stat_activity
             WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE '%FROM workflow_trace_log%'
            """;

    @TestHTTPResource("/api/v1/traces/")
    URI traces;

    TestDatabase database;

    // One connection a request, so that a reader that waits holds up no other.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void thirty_thousand_spans_are_one_answer() throws Exception {
        insert("01", 30_000, 10);

        HttpResponse<InputStream> answer = get("01");

        JsonNode trace = new ObjectMapper().readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
        assertThat(trace.path("span_count").asInt()).isEqualTo(30_000);
        assertThat(trace.path("spans").size()).isEqualTo(30_000);
        assertThat(trace.path("spans").get(29_999).path("span_id").asText()).isEqualTo("%016x".formatted(30_000));
    }

    @Test
    void a_trace_many_times_larger_than_the_memory_is_read() throws Exception {
        insert("02", 60_000, 1500);
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTrace.class.getName(),
                        database.jdbcUrl(),
                        TRACE.formatted("02"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        String bytes = new String(reader.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();

        assertThat(bytes).matches("\\d+");
        assertThat(Long.parseLong(bytes)).isGreaterThan(60_000L * 1700);
    }

    @Test
    void an_answer_that_cannot_be_finished_is_cut_off() throws Exception {
        insert("03", 60_000, 500);
        // One of a test before, closed halfway, may not have ended.
        Awaitility.await().until(() -> database.number("SELECT count(*) " + READERS) == 0);

        assertThatThrownBy(() -> {
                    try (InputStream body = get("03").body()) {
                        body.readNBytes(1000);
                        endTheReaderInItsCursor();
                        body.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void readers_that_take_their_time_leave_connections_for_others() throws Exception {
        insert("04", 16_000, 1000);
        List<InputStream> slow = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            slow.add(get("04").body());
        }

        Awaitility.await().untilAsserted(() -> {
            HttpResponse<InputStream> refused = get("04");
            refused.body().close();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        });
        for (InputStream body : slow) {
            body.close();
        }

        Awaitility.await().untilAsserted(() -> {
            HttpResponse<InputStream> answer = get("04");
            answer.body().close();
            assertThat(answer.statusCode()).isEqualTo(200);
        });
    }

    /** Waits until the statement that reads the spans stands still between two fetches, and ends its connection. */
    private void endTheReaderInItsCursor() {
        Awaitility.await().until(() -> database.number("SELECT count(pg_terminate_backend(pid)) " + READERS) == 1);
    }

    private HttpResponse<InputStream> get(String trace) throws Exception {
        return client.send(
                HttpRequest.newBuilder(traces.resolve(TRACE.formatted(trace))).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private void insert(String trace, int spans, int attribute) {
        database.execute("""
                INSERT INTO workflow_trace_log (created_at, duration_ms, resource_id, trace_id, span_id, span_type, span_kind, status,
                                                span_name, service_name, attributes)
                SELECT timestamptz '2026-03-01 12:00Z' + n * interval '1 ms', 1, 1, '%s', lpad(to_hex(n), 16, '0'), 'span',
                       'INTERNAL', 'UNSET', 'n', 's', jsonb_build_object('a', repeat('x', %d))
                  FROM generate_series(1, %d) AS n
                """.formatted(TRACE.formatted(trace), attribute, spans));
    }
}
