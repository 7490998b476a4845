package dev.andon.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java exporter as client: when it has its answer, the span is in the table. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class JavaExporterIT {
    @TestHTTPResource("/v1/traces")
    String endpoint;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    TestDatabase database;

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void a_span_of_the_java_exporter_is_stored_when_the_exporter_has_its_answer(String compression) {
        String traceId;
        try (SdkTracerProvider provider = provider(compression)) {
            Tracer tracer = provider.get("andon.test", "1.0");
            Span workflow = tracer.spanBuilder("EXEC run")
                    .setAttribute("workflow.execution_id", "exec-" + compression)
                    .setAttribute("workflow.span_type", "phase")
                    .setAttribute("workflow.phase", "EXEC")
                    .startSpan();
            try (Scope ignored = workflow.makeCurrent()) {
                Span call = tracer.spanBuilder("chat gpt-4o")
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("gen_ai.operation.name", "chat")
                        .setAttribute("gen_ai.request.model", "gpt-4o")
                        .setAttribute(AttributeKey.longKey("gen_ai.usage.input_tokens"), 120L)
                        .startSpan();
                call.addEvent("first token");
                call.setStatus(StatusCode.ERROR, "no\0good");
                call.end();
            }
            workflow.end();
            traceId = workflow.getSpanContext().getTraceId();
        }

        List<List<String>> rows = database.rows("""
                SELECT span_type, span_name, phase, model, input_tokens, span_kind, status, status_message, service_name,
                       duration_ms >= 0, attributes ->> 'gen_ai.operation.name', events -> 0 ->> 'name'
                  FROM workflow_trace_log WHERE trace_id = '%s' ORDER BY span_type
                """.formatted(traceId));

        assertThat(rows)
                .containsExactly(
                        Arrays.asList(
                                "llm",
                                "chat gpt-4o",
                                null,
                                "gpt-4o",
                                "120",
                                "CLIENT",
                                "ERROR",
                                "no\uFFFDgood",
                                "shop",
                                "t",
                                "chat",
                                "first token"),
                        Arrays.asList(
                                "phase",
                                "EXEC run",
                                "EXEC",
                                null,
                                null,
                                "INTERNAL",
                                "UNSET",
                                null,
                                "shop",
                                "t",
                                null,
                                null));
    }

    @Test
    void each_transaction_tells_which_traces_it_touched() {
        Span span;
        try (SdkTracerProvider provider = provider("none")) {
            span = provider.get("andon.test").spanBuilder("one").startSpan();
            span.end();
        }

        String batch = database.text("""
                SELECT b.span_count || ' ' || (b.xid = s.ingest_xid) || ' ' || r.service_name || ' ' || r.scope_name
                  FROM span_batches b
                  JOIN workflow_trace_log s ON s.trace_id = ANY (b.trace_ids)
                  JOIN trace_resources r USING (resource_id)
                 WHERE s.trace_id = '%s'
                """.formatted(span.getSpanContext().getTraceId()));

        assertThat(batch).isEqualTo("1 true shop andon.test");
    }

    @Test
    void the_exporter_over_grpc_has_its_answer_when_the_span_is_stored() {
        OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint("http://localhost:" + grpcPort)
                .setCompression("gzip")
                .build();
        Span span;
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            span = provider.get("andon.test").spanBuilder("over grpc").startSpan();
            span.end();
        }

        String stored = "SELECT span_name FROM workflow_trace_log WHERE trace_id = '%s'";

        assertThat(database.text(stored.formatted(span.getSpanContext().getTraceId())))
                .isEqualTo("over grpc");
    }

    private SdkTracerProvider provider(String compression) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setCompression(compression)
                .setTimeout(10, TimeUnit.SECONDS)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", "shop")
                        .build())
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
    }
}
