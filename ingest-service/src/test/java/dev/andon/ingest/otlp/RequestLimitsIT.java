package dev.andon.ingest.otlp;

import static dev.andon.ingest.otlp.OtlpSpans.request;
import static dev.andon.ingest.otlp.OtlpSpans.span;
import static dev.andon.ingest.otlp.OtlpSpans.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.ingest.body.BodyConfig;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** As the service is set by default: a hundred thousand spans at once are welcome, millions of nothing are not. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class RequestLimitsIT {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final int BOMB = 32_000_000;

    @TestHTTPResource("/v1/traces")
    URI traces;

    @TestHTTPResource("/api/v1/workflow/spans")
    URI workflow;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    @Inject
    BodyConfig config;

    TestDatabase database;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void a_hundred_thousand_spans_in_one_request_are_stored() throws Exception {
        HttpResponse<byte[]> answer = post(traces, PROTOBUF, hundredThousand(1).toByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(spansOf(1)).isEqualTo(100_000);
    }

    @Test
    void thirty_two_million_empty_spans_are_413_in_every_encoding() throws Exception {
        HttpResponse<byte[]> protobuf = post(traces, PROTOBUF, Bombs.emptySpans(BOMB));
        HttpResponse<byte[]> json = post(
                traces,
                JSON,
                Bombs.json("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[", "{}", BOMB / 2, "]}]}]}"));
        HttpResponse<byte[]> natives = post(workflow, JSON, Bombs.json("[", "{}", BOMB / 2, "]"));

        String reason = "The request holds more than " + config.maxSpans() + " spans. Send fewer at once.";
        assertThat(protobuf.statusCode()).isEqualTo(413);
        assertThat(Status.parseFrom(protobuf.body()).getMessage()).isEqualTo(reason);
        assertThat(json.statusCode()).isEqualTo(413);
        assertThat(json.body()).asString().isEqualTo("{\"code\":8,\"message\":\"" + reason + "\"}");
        assertThat(natives.statusCode()).isEqualTo(413);
        assertThat(natives.body()).asString().contains(reason);
    }

    @Test
    void grpc_refuses_them_too_and_for_good() throws Exception {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", grpcPort)
                .usePlaintext()
                .build();
        try {
            ExportTraceServiceRequest many =
                    ExportTraceServiceRequest.parseFrom(Bombs.emptySpans(config.maxSpans() + 1));
            io.grpc.Status status = assertThrows(
                            StatusRuntimeException.class,
                            () -> TraceServiceGrpc.newBlockingStub(channel).export(many))
                    .getStatus();

            assertThat(status.getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).contains("more than " + config.maxSpans() + " spans");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void a_span_of_millions_of_attributes_events_or_links_is_rejected_alone() throws Exception {
        byte[] good = request(span(2, 1)).toByteArray();
        byte[] span = span(2, 2).build().toByteArray();
        for (int field : new int[] {9, 11, 13}) {
            ByteString both =
                    ByteString.copyFrom(good).concat(ByteString.copyFrom(Bombs.spanWith(span, field, BOMB / 2)));

            HttpResponse<byte[]> answer = post(traces, PROTOBUF, both.toByteArray());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .asString()
                    .contains("1 span: more than 1000000 attributes, values, events and links");
        }
        assertThat(spansOf(2)).isEqualTo(1);
    }

    @Test
    void what_spans_share_may_come_after_them() throws Exception {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + traceId(3)
                + "\",\"spanId\":\"0000000000000001\",\"startTimeUnixNano\":\"" + OtlpSpans.NOON
                + "\",\"endTimeUnixNano\":\"" + OtlpSpans.NOON
                + "\"}],\"schemaUrl\":\"urn:s\",\"scope\":{\"name\":\"late\"}}],"
                + "\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"sh\u00f6p\"}}]}}]}";
        for (String start : List.of("", "\uFEFF")) {
            assertThat(post(traces, JSON, (start + json).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(database.rows("SELECT s.service_name, scope_name, schema_url FROM workflow_trace_log s"
                        + " JOIN trace_resources USING (resource_id) WHERE trace_id = '" + traceId(3) + "'"))
                .containsExactly(List.of("sh\u00f6p", "late", "urn:s"));
    }

    private static ExportTraceServiceRequest hundredThousand(long trace) {
        List<Span> spans = IntStream.rangeClosed(1, 100_000)
                .mapToObj(id -> span(trace, id).build())
                .toList();
        return request(spans);
    }

    private long spansOf(long trace) {
        return database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id = '" + traceId(trace) + "'");
    }

    private HttpResponse<byte[]> post(URI to, String type, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", type)
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(body)))
                        .build(),
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
