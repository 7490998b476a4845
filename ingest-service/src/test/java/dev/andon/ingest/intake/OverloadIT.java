package dev.andon.ingest.intake;

import static dev.andon.ingest.otlp.OtlpSpans.request;
import static dev.andon.ingest.otlp.OtlpSpans.span;
import static dev.andon.ingest.otlp.OtlpSpans.traceId;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import dev.andon.ingest.intake.OtlpClients.Answer;
import dev.andon.ingest.otlp.OtlpSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * More load than is stored: another session holds a lock on the span store, so that the writers stall while clients go on sending
 * over both transports.
 */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.ingest.intake.max-spans", value = "1000"),
            @ResourceArg(name = "andon.ingest.intake.group-spans", value = "200")
        })
class OverloadIT {
    private static final int BOUND = 1_000;
    private static final int SPANS = 100;
    private static final int REQUESTS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    SpanIntake intake;

    @Inject
    MeterRegistry meters;

    @TestHTTPResource("/v1/traces")
    URI http;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    TestDatabase database;

    private OtlpClients clients;

    @BeforeEach
    void connect() {
        clients = new OtlpClients(http, grpcPort);
        database.execute("TRUNCATE workflow_trace_log, span_batches");
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    @Test
    void what_is_too_much_is_told_at_once_and_stored_once_when_it_comes_again() throws Exception {
        Map<Integer, CompletableFuture<Answer>> answers = new TreeMap<>();
        try (Connection lock = stall();
                PeakWatch watch = new PeakWatch(intake)) {
            IntStream.range(0, REQUESTS).forEach(trace -> answers.put(trace, send(trace)));
            await().atMost(PATIENCE).until(() -> refused(answers).size() == REQUESTS - BOUND / SPANS);

            toldToComeAgainOverBoth(answers);
            assertThat(watch.peak()).isEqualTo(BOUND).isEqualTo(intake.spansWaiting());
            when().get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
            lock.rollback();
        }

        await().atMost(PATIENCE).until(() -> answers.values().stream().allMatch(CompletableFuture::isDone));
        assertThat(refused(answers)).hasSize(REQUESTS - BOUND / SPANS);
        eachIsStoredOnce(acknowledged(answers));
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));

        List<Integer> all = IntStream.range(0, REQUESTS).boxed().toList();
        sendAgainUntilAcknowledged(all);
        eachIsStoredOnce(all);
        assertThat(intake.spansWaiting()).isZero();
    }

    @Test
    void the_java_sdk_comes_back_by_itself_over_http() throws Exception {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(http.toString())
                .setTimeout(PATIENCE)
                .build();
        exporterComesBack(exporter);
    }

    @Test
    void the_java_sdk_comes_back_by_itself_over_grpc() throws Exception {
        OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint("http://localhost:" + grpcPort)
                .setTimeout(PATIENCE)
                .build();
        exporterComesBack(exporter);
    }

    private void exporterComesBack(SpanExporter exporter) throws SQLException {
        List<CompletableFuture<Answer>> filling;
        CompletableResultCode export;
        double refusedBefore = counted("turned.away");
        double storedBefore = counted("stored");
        List<SpanData> spans = recordedSpans(25);
        try (Connection lock = stall()) {
            filling = IntStream.range(0, BOUND / SPANS).mapToObj(this::send).toList();
            await().atMost(PATIENCE).until(() -> intake.spansWaiting() == BOUND);

            export = exporter.export(spans);
            await().atMost(PATIENCE).until(() -> counted("turned.away") >= refusedBefore + 25);
            assertThat(export.isDone()).isFalse();
            lock.rollback();
        }

        assertThat(export.join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
        assertThat(filling).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(Answer.STORED));
        assertThat(database.number("SELECT count(*) FROM workflow_trace_log WHERE trace_id = '"
                        + spans.getFirst().getTraceId() + "'"))
                .isEqualTo(25);
        assertThat(counted("stored") - storedBefore).isEqualTo(BOUND + 25);
        exporter.shutdown();
    }

    private double counted(String what) {
        return meters.counter("andon.ingest.spans." + what).count();
    }

    private static void toldToComeAgainOverBoth(Map<Integer, CompletableFuture<Answer>> answers) {
        List<Integer> refused = refused(answers);
        assertThat(refused)
                .allSatisfy(trace -> assertThat(answers.get(trace).join()).isEqualTo(Answer.COME_AGAIN_IN_A_SECOND));
        assertThat(refused).anyMatch(OtlpClients::overGrpc).anyMatch(trace -> !OtlpClients.overGrpc(trace));
    }

    /** And nothing else is. */
    private void eachIsStoredOnce(List<Integer> traces) {
        assertThat(stored())
                .containsOnlyKeys(traces)
                .allSatisfy((trace, spans) -> assertThat(spans).isEqualTo(SPANS));
        assertThat(database.number("SELECT sum(span_count) FROM span_batches")).isEqualTo((long) traces.size() * SPANS);
    }

    /** Spans made by the SDK, of one trace. */
    private static List<SpanData> recordedSpans(int count) {
        List<SpanData> recorded = new ArrayList<>();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(OtlpClients.into(recorded))
                .build()) {
            var tracer = provider.get("overload");
            var root = tracer.spanBuilder("root").startSpan();
            try (var scope = root.makeCurrent()) {
                for (int i = 1; i < count; i++) {
                    tracer.spanBuilder("child").startSpan().end();
                }
            }
            root.end();
        }
        return recorded;
    }

    /** Nobody writes spans until it is rolled back. */
    private Connection stall() throws SQLException {
        Connection lock = database.connect();
        lock.setAutoCommit(false);
        lock.createStatement().execute("LOCK TABLE workflow_trace_log IN EXCLUSIVE MODE");
        return lock;
    }

    private CompletableFuture<Answer> send(int trace) {
        ExportTraceServiceRequest request = request(LongStream.rangeClosed(1, SPANS)
                .mapToObj(id -> span(trace, id)
                        .setStartTimeUnixNano(OtlpSpans.NOON + id)
                        .build())
                .toList());
        return clients.send(trace, request);
    }

    private void sendAgainUntilAcknowledged(Collection<Integer> traces) {
        List<Integer> left = new ArrayList<>(traces);
        await().atMost(PATIENCE).until(() -> {
            Map<Integer, CompletableFuture<Answer>> answers = new TreeMap<>();
            left.forEach(trace -> answers.put(trace, send(trace)));
            answers.values().forEach(CompletableFuture::join);
            left.removeAll(acknowledged(answers));
            return left.isEmpty();
        });
    }

    private static List<Integer> refused(Map<Integer, CompletableFuture<Answer>> answers) {
        return answers.keySet().stream()
                .filter(trace ->
                        answers.get(trace).isDone() && answers.get(trace).join() != Answer.STORED)
                .toList();
    }

    private static List<Integer> acknowledged(Map<Integer, CompletableFuture<Answer>> answers) {
        return answers.keySet().stream()
                .filter(trace -> answers.get(trace).join() == Answer.STORED)
                .toList();
    }

    /** Spans by number of the trace. */
    private Map<Integer, Integer> stored() {
        Map<Integer, Integer> stored = new TreeMap<>();
        database.rows("SELECT trace_id, count(*) FROM workflow_trace_log GROUP BY trace_id")
                .forEach(row -> stored.put(
                        Integer.parseInt(row.get(0).substring(traceId(0).length() - 8), 16),
                        Integer.parseInt(row.get(1))));
        return stored;
    }
}
