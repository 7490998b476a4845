package dev.andon.ingest.otlp;

import static dev.andon.ingest.otlp.OtlpSpans.attribute;
import static dev.andon.ingest.otlp.OtlpSpans.request;
import static dev.andon.ingest.otlp.OtlpSpans.span;
import static dev.andon.ingest.otlp.OtlpSpans.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** OTLP/HTTP to the letter: types, limits, error bodies, and one bad span that never costs the others. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.ingest.body.max-size", value = "4M"))
class OtlpContractIT {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final int LIMIT = 4 << 20;

    @TestHTTPResource("/v1/traces")
    URI endpoint;

    TestDatabase database;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void an_empty_request_is_a_success_without_partial_success() throws Exception {
        HttpResponse<byte[]> protobuf = post(PROTOBUF, new byte[0]);
        HttpResponse<byte[]> json = post(JSON, "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(protobuf.statusCode()).isEqualTo(200);
        assertThat(protobuf.body()).isEmpty();
        assertThat(protobuf.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.body()).asString().isEqualTo("{}");
        assertThat(json.headers().firstValue("Content-Type")).hasValue(JSON);
    }

    @Test
    void bad_spans_are_counted_with_their_reason_and_the_good_one_is_stored() throws Exception {
        ExportTraceServiceResponse response = export(request(
                span(1, 1),
                span(1, 2).setTraceId(ByteString.copyFrom(new byte[15])),
                span(1, 3).setSpanId(ByteString.copyFrom(new byte[8])),
                span(1, 4).setTraceId(ByteString.copyFrom(new byte[16])),
                span(1, 5).setParentSpanId(ByteString.copyFrom(new byte[] {1})),
                span(1, 6).setEndTimeUnixNano(1),
                span(1, 7).clearStartTimeUnixNano(),
                span(1, 8).setStartTimeUnixNano(1).setEndTimeUnixNano(-1)));

        assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(7);
        assertThat(response.getPartialSuccess().getErrorMessage())
                .contains(
                        "trace_id must be 16 bytes, not 15",
                        "span_id must not be all zero",
                        "end_time_unix_nano is before",
                        "end_time_unix_nano is more than 292 years after")
                .doesNotContain("workflow_trace_log");
        assertThat(spansOf(1)).isEqualTo(1);
    }

    @Test
    void invalid_utf8_costs_only_its_own_span() throws Exception {
        byte[] body = request(span(2, 1), span(2, 2).setName("XXXX")).toByteArray();
        int at = new String(body, StandardCharsets.ISO_8859_1).indexOf("XXXX");
        Arrays.fill(body, at, at + 4, (byte) 0xFF);

        ExportTraceServiceResponse response =
                ExportTraceServiceResponse.parseFrom(post(PROTOBUF, body).body());

        assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(spansOf(2)).isEqualTo(1);
    }

    @Test
    void values_nested_too_deep_cost_only_their_own_span() throws Exception {
        AnyValue deep = AnyValue.newBuilder().setStringValue("bottom").build();
        for (int i = 0; i < 200; i++) {
            deep = AnyValue.newBuilder()
                    .setArrayValue(io.opentelemetry.proto.common.v1.ArrayValue.newBuilder()
                            .addValues(deep))
                    .build();
        }
        KeyValue attribute = KeyValue.newBuilder().setKey("deep").setValue(deep).build();
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + jsonSpan(4, 1, "[]") + ","
                + jsonSpan(
                        4,
                        2,
                        "[{\"key\":\"deep\",\"value\":" + "{\"arrayValue\":{\"values\":[".repeat(200)
                                + "]}}".repeat(200) + "}]")
                + "]}]}]}";

        ExportTraceServiceResponse protobuf =
                export(request(span(3, 1), span(3, 2).addAttributes(attribute)));
        HttpResponse<byte[]> answer = post(JSON, json.getBytes(StandardCharsets.UTF_8));

        assertThat(protobuf.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(spansOf(3)).isEqualTo(1);
        assertThat(answer.body()).asString().contains("\"rejectedSpans\":\"1\"", "nested too deep");
        assertThat(spansOf(4)).isEqualTo(1);
    }

    @Test
    void nul_and_lone_surrogates_become_replacement_characters_and_odd_values_are_kept() throws Exception {
        String name = "a\\u0000b\\ud800c\\ud83d\\ude00";
        String json = "{\"resourceSpans\":[{\"unknown\":{\"x\":[1]},\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
                + traceId(5).toUpperCase(java.util.Locale.ROOT)
                + "\",\"spanId\":\"00000000000000AB\",\"startTimeUnixNano\":" + OtlpSpans.NOON
                + ",\"endTimeUnixNano\":\"" + OtlpSpans.NOON + "\",\"name\":\"" + name + "\",\"parentSpanId\":null,"
                + "\"attributes\":[{\"key\":\"none\"},{\"key\":\"n\",\"value\":{\"intValue\":\"7\"}},"
                + "{\"key\":\"m\",\"value\":{\"intValue\":8}},{\"key\":\"d\",\"value\":{\"doubleValue\":\"NaN\"}},"
                + "{\"key\":\"l\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"k\\u0000\",\"value\":{\"boolValue\":true}}]}}}]"
                + "}]}]}]}";

        HttpResponse<byte[]> answer = post(JSON, json.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.body()).asString().isEqualTo("{}");
        assertThat(database.rows("SELECT span_name, span_id, attributes::text, span_kind FROM workflow_trace_log"
                        + " WHERE trace_id = '" + traceId(5) + "'"))
                .containsExactly(List.of(
                        "a\uFFFDb\uFFFDc\uD83D\uDE00",
                        "00000000000000ab",
                        "{\"d\": \"NaN\", \"l\": {\"k\uFFFD\": true}, \"m\": 8, \"n\": 7, \"none\": null}",
                        "UNSPECIFIED"));
    }

    @Test
    void base64_ids_and_broken_numbers_are_rejected_one_by_one() throws Exception {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                + jsonSpan(6, 1, "[]") + ","
                + jsonSpan(6, 2, "[]").replace(traceId(6), "AAAAAAAAAAoAAAAAAAAABg==") + ","
                + jsonSpan(6, 3, "[]").replace("\"" + OtlpSpans.NOON + "\"", "\"noon\"")
                + "]}]}]}";

        HttpResponse<byte[]> answer = post(JSON, json.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.body()).asString().contains("\"rejectedSpans\":\"2\"", "traceId must be hex");
        assertThat(spansOf(6)).isEqualTo(1);
    }

    @Test
    void an_attribute_of_a_megabyte_is_kept_and_typed_columns_are_cut() throws Exception {
        String big = "x".repeat(1 << 20);

        export(request(span(7, 1)
                .addAttributes(attribute("big", big))
                .addAttributes(attribute("workflow.execution_id", big))
                .setName(big)));

        assertThat(database.rows("SELECT length(attributes ->> 'big'), length(workflow_execution_id), length(span_name)"
                        + " FROM workflow_trace_log WHERE trace_id = '" + traceId(7) + "'"))
                .containsExactly(List.of("1048576", "256", "512"));
    }

    @Test
    void typed_columns_are_cut_by_bytes_so_that_every_index_can_hold_them() throws Exception {
        export(request(span(13, 1)
                .addAttributes(attribute("workflow.execution_id", "\u6F22".repeat(300)))
                .addAttributes(attribute("workflow.phase", "x\uD83D\uDE00".repeat(100)))
                .setName("\u6F22".repeat(600))));

        assertThat(database.rows("SELECT octet_length(workflow_execution_id), octet_length(phase), right(phase, 1),"
                        + " octet_length(span_name) FROM workflow_trace_log WHERE trace_id = '" + traceId(13) + "'"))
                .containsExactly(List.of("255", "256", "x", "510"));
    }

    @Test
    void a_parent_of_zeros_is_none() throws Exception {
        export(request(span(14, 1)
                .setParentSpanId(ByteString.copyFrom(new byte[8]))
                .addAttributes(attribute("openinference.span.kind", "CHAIN"))));

        assertThat(database.rows("SELECT span_type, parent_span_id IS NULL FROM workflow_trace_log WHERE trace_id = '"
                        + traceId(14) + "'"))
                .containsExactly(List.of("workflow", "t"));
    }

    @Test
    void a_client_that_asks_before_it_sends_is_told_to_go_on() throws Exception {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("""
                    POST /v1/traces HTTP/1.1
                    Host: localhost
                    Content-Type: application/json
                    Content-Length: 2
                    Expect: 100-continue

                    """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));

            byte[] answer = socket.getInputStream().readNBytes(12);

            assertThat(answer).asString().isEqualTo("HTTP/1.1 100");
        }
    }

    @Test
    void a_trace_of_ten_thousand_spans_in_one_request_is_stored() throws Exception {
        List<Span> spans = IntStream.rangeClosed(1, 10_000)
                .mapToObj(id -> span(8, id).build())
                .toList();

        export(request(spans));

        assertThat(spansOf(8)).isEqualTo(10_000);
    }

    @Test
    void what_is_not_a_request_gets_400_with_a_status_in_its_own_encoding() throws Exception {
        byte[] whole = request(span(9, 1)).toByteArray();

        HttpResponse<byte[]> cut = post(PROTOBUF, Arrays.copyOf(whole, whole.length - 5));
        HttpResponse<byte[]> json = post(JSON, "{\"resourceSpans\":[".getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> gzip = post(PROTOBUF, whole, "Content-Encoding", "gzip");

        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(cut.body()).getCode()).isEqualTo(3);
        assertThat(Status.parseFrom(cut.body()).getDetails(0).getTypeUrl()).endsWith("google.rpc.BadRequest");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body()).asString().startsWith("{\"code\":3,\"message\":\"The body is not JSON");
        assertThat(gzip.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(gzip.body()).getMessage()).contains("gzip");
    }

    @Test
    void too_large_is_413_as_sent_and_after_inflation() throws Exception {
        byte[] zeros = new byte[LIMIT + 1];

        HttpResponse<byte[]> plain = post(PROTOBUF, zeros);
        HttpResponse<byte[]> bomb = post(JSON, gzip(new byte[50 * LIMIT]), "Content-Encoding", "gzip");

        assertThat(plain.statusCode()).isEqualTo(413);
        assertThat(Status.parseFrom(plain.body()).getMessage()).contains("4194304");
        assertThat(bomb.statusCode()).isEqualTo(413);
        assertThat(bomb.body()).asString().startsWith("{\"code\":8");
    }

    @Test
    void other_types_and_codings_are_415_and_other_methods_405() throws Exception {
        assertThat(post("text/plain", new byte[0]).statusCode()).isEqualTo(415);
        assertThat(post(PROTOBUF, new byte[0], "Content-Encoding", "br").statusCode())
                .isEqualTo(415);
        assertThat(client.send(HttpRequest.newBuilder(endpoint).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void gzip_is_inflated_and_parameters_of_the_type_do_not_matter() throws Exception {
        HttpResponse<byte[]> answer = post(
                "Application/X-Protobuf; charset=utf-8",
                gzip(request(span(10, 1)).toByteArray()),
                "Content-Encoding",
                "gzip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(spansOf(10)).isEqualTo(1);
    }

    @Test
    void a_repeated_request_changes_nothing() throws Exception {
        ExportTraceServiceRequest twice = request(span(11, 1), span(11, 2), span(11, 1));

        export(twice);
        ExportTraceServiceResponse again = export(twice);

        assertThat(again.hasPartialSuccess()).isFalse();
        assertThat(spansOf(11)).isEqualTo(2);
        assertThat(database.number("SELECT count(*) FROM span_batches WHERE '" + traceId(11) + "' = ANY (trace_ids)"))
                .isEqualTo(1);
    }

    @Test
    void spans_of_any_time_are_stored() throws Exception {
        long year1971 = 31_536_000_000_000_000L;
        long year2500 = Long.parseUnsignedLong("16725225600000000000");

        export(request(
                span(12, 1).setStartTimeUnixNano(year1971).setEndTimeUnixNano(year1971 + 1),
                span(12, 2).setStartTimeUnixNano(year2500).setEndTimeUnixNano(year2500 + 1)));

        assertThat(database.rows("SELECT tableoid::regclass, extract(year FROM created_at AT TIME ZONE 'UTC')"
                        + " FROM workflow_trace_log WHERE trace_id = '" + traceId(12) + "' ORDER BY created_at"))
                .containsExactly(
                        List.of("workflow_trace_log_default", "1971"), List.of("workflow_trace_log_default", "2500"));
    }

    private static String jsonSpan(long trace, int id, String attributes) {
        return "{\"traceId\":\"" + traceId(trace) + "\",\"spanId\":\"" + String.format("%016x", id)
                + "\",\"name\":\"x\",\"startTimeUnixNano\":\"" + OtlpSpans.NOON + "\",\"endTimeUnixNano\":\""
                + (OtlpSpans.NOON + 5) + "\",\"attributes\":" + attributes + "}";
    }

    private long spansOf(long trace) {
        return database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id = '" + traceId(trace) + "'");
    }

    private ExportTraceServiceResponse export(ExportTraceServiceRequest request) throws Exception {
        HttpResponse<byte[]> answer = post(PROTOBUF, request.toByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return ExportTraceServiceResponse.parseFrom(answer.body());
    }

    private HttpResponse<byte[]> post(String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }
}
