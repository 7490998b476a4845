package dev.andon.ingest.otlp;

import static dev.andon.ingest.otlp.OtlpSpans.attribute;
import static dev.andon.ingest.otlp.OtlpSpans.request;
import static dev.andon.ingest.otlp.OtlpSpans.span;
import static dev.andon.ingest.otlp.OtlpSpans.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OTLP/gRPC has the limits of OTLP/HTTP. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "andon.ingest.body.max-size", value = "8M"))
class OtlpGrpcIT {
    private static final int LIMIT = 8 << 20;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    TestDatabase database;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void one_setting_bounds_grpc_as_it_bounds_http() {
        TraceServiceBlockingStub client = TraceServiceGrpc.newBlockingStub(channel);

        assertThat(client.export(ofSize(1, LIMIT)).hasPartialSuccess()).isFalse();
        assertThat(refused(client, ofSize(2, LIMIT + 1)).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        Status inflated = refused(client.withCompression("gzip"), ofSize(3, LIMIT + 1));
        assertThat(inflated.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(inflated.getDescription()).contains("larger than " + LIMIT + " bytes");

        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id IN ('" + traceId(1) + "', '"
                        + traceId(2) + "', '" + traceId(3) + "')"))
                .isEqualTo(1);
    }

    private static Status refused(TraceServiceBlockingStub client, ExportTraceServiceRequest request) {
        return assertThrows(StatusRuntimeException.class, () -> client.export(request))
                .getStatus();
    }

    /** One span with an attribute that brings the message to the size. */
    private static ExportTraceServiceRequest ofSize(long trace, int size) {
        int rest = request(span(trace, 1).addAttributes(attribute("big", "x".repeat(size / 2))))
                        .getSerializedSize()
                - size / 2;
        ExportTraceServiceRequest made =
                request(span(trace, 1).addAttributes(attribute("big", "x".repeat(size - rest))));
        assertThat(made.getSerializedSize()).isEqualTo(size);
        return made;
    }
}
