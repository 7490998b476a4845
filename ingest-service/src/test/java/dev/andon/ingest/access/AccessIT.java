package dev.andon.ingest.access;

import static dev.andon.ingest.otlp.OtlpSpans.request;
import static dev.andon.ingest.otlp.OtlpSpans.span;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.andon.common.security.OpenEndpoints;
import dev.andon.common.security.Scope;
import dev.andon.common.security.TestKeys;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Without a key, with one that may not, and with one that asks too often: each endpoint says so in its own format. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.auth.enabled", value = "true"),
            @ResourceArg(name = "andon.auth.requests-per-second", value = "5")
        })
class AccessIT {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final String NATIVE = "/api/v1/workflow/spans";
    private static final int TRIES = 200;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    TestDatabase database;

    @Test
    void otlp_over_http_answers_a_status_in_the_encoding_of_the_request() throws Exception {
        String reader = TestKeys.create(database, Scope.READ);
        String sender = TestKeys.create(database, Scope.INGEST);

        Response none = otlp(null, PROTOBUF);
        Response noneInJson = otlp(null, JSON);
        Response readerOnly = whenKeysAreRead(() -> otlp(reader, PROTOBUF));
        Response readerOnlyInJson = otlp(reader, JSON);

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.contentType()).isEqualTo(PROTOBUF);
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(status(none).getCode()).isEqualTo(Code.UNAUTHENTICATED_VALUE);
        assertThat(status(none).getMessage()).contains("Authorization: Bearer");
        assertThat(noneInJson.statusCode()).isEqualTo(401);
        assertThat(noneInJson.contentType()).isEqualTo(JSON);
        assertThat(noneInJson.jsonPath().getInt("code")).isEqualTo(Code.UNAUTHENTICATED_VALUE);
        assertThat(readerOnly.statusCode()).isEqualTo(403);
        assertThat(status(readerOnly).getCode()).isEqualTo(Code.PERMISSION_DENIED_VALUE);
        assertThat(readerOnlyInJson.jsonPath().getString("message")).contains("lacks the scope ingest");
        assertThat(whenKeysAreRead(() -> otlp(sender, PROTOBUF)).statusCode()).isEqualTo(200);
    }

    @Test
    void more_than_the_rate_over_http_is_429_with_retry_after() throws Exception {
        String protobuf = TestKeys.create(database, Scope.INGEST);
        String json = TestKeys.create(database, Scope.INGEST);

        Response tooMany = until(429, () -> otlp(protobuf, PROTOBUF));
        Response tooManyInJson = until(429, () -> otlp(json, JSON));

        assertThat(tooMany.header("Retry-After")).isEqualTo("1");
        assertThat(tooMany.contentType()).isEqualTo(PROTOBUF);
        assertThat(status(tooMany).getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
        assertThat(tooManyInJson.header("Retry-After")).isEqualTo("1");
        assertThat(tooManyInJson.jsonPath().getInt("code")).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
    }

    @Test
    void otlp_over_grpc_answers_codes_and_retry_info() throws Exception {
        String reader = TestKeys.create(database, Scope.READ);
        String sender = TestKeys.create(database, Scope.INGEST);
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", grpcPort)
                .usePlaintext()
                .disableRetry()
                .build();
        try {
            Function<String, Status> export = key -> grpc(channel, key);

            assertThat(export.apply(null).getCode()).isEqualTo(Code.UNAUTHENTICATED_VALUE);
            assertThat(export.apply(null).getMessage()).contains("Authorization: Bearer");
            await().until(() -> export.apply(reader).getCode() == Code.PERMISSION_DENIED_VALUE);
            await().until(() -> export.apply(sender).getCode() == Code.OK_VALUE);
            Status tooMany = Status.getDefaultInstance();
            for (int i = 0; i < TRIES && tooMany.getCode() == Code.OK_VALUE; i++) {
                tooMany = export.apply(sender);
            }
            assertThat(tooMany.getCode()).isEqualTo(Code.UNAVAILABLE_VALUE);
            assertThat(tooMany.getMessage()).contains("More than 5 requests a second");
            assertThat(retryInfo(tooMany).getRetryDelay().getNanos()).isPositive();
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void native_spans_and_the_query_answer_problem_documents() {
        String reader = TestKeys.create(database, Scope.READ);
        String sender = TestKeys.create(database, Scope.INGEST);

        assertThat(problem(given().contentType(JSON).body("[]").post(NATIVE), 401)
                        .header("WWW-Authenticate"))
                .startsWith("Bearer");
        problem(whenKeysAreRead(() -> nativeSpans(reader)), 403);
        assertThat(whenKeysAreRead(() -> nativeSpans(sender)).statusCode()).isLessThan(401);
        assertThat(problem(until(429, () -> nativeSpans(sender)), 429).header("Retry-After"))
                .isEqualTo("1");

        problem(given().get("/api/v1/traces"), 401);
        problem(bearer(TestKeys.create(database, Scope.INGEST)).get("/api/v1/traces"), 403);
        assertThat(bearer(reader).get("/api/v1/traces").statusCode()).isEqualTo(200);
        assertThat(problem(until(429, () -> bearer(reader).get("/api/v1/traces")), 429)
                        .header("Retry-After"))
                .isEqualTo("1");
    }

    @Test
    void every_endpoint_of_the_description_needs_a_key() {
        OpenEndpoints.of(RestAssured.baseURI + ":" + RestAssured.port).areOnly("GET /health");
    }

    private static Response otlp(String key, String type) {
        byte[] body = type.equals(JSON)
                ? "{}".getBytes(StandardCharsets.UTF_8)
                : request(span(900, 1)).toByteArray();
        return (key == null ? given() : bearer(key))
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(PROTOBUF, ContentType.BINARY)))
                .contentType(type)
                .body(body)
                .post("/v1/traces");
    }

    private static Response nativeSpans(String key) {
        return bearer(key).contentType(JSON).body("[]").post(NATIVE);
    }

    private static RequestSpecification bearer(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static Status grpc(ManagedChannel channel, String key) {
        Metadata headers = new Metadata();
        if (key != null) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        }
        try {
            TraceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .export(request(span(901, 1)));
            return Status.getDefaultInstance();
        } catch (StatusRuntimeException refused) {
            return StatusProto.fromThrowable(refused);
        }
    }

    private static RetryInfo retryInfo(Status status) throws Exception {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                return detail.unpack(RetryInfo.class);
            }
        }
        return RetryInfo.getDefaultInstance();
    }

    /** A key that the service has not seen yet is looked up while its first request is told to come again. */
    private static Response whenKeysAreRead(Supplier<Response> request) {
        Response[] answer = new Response[1];
        await().until(() -> {
            answer[0] = request.get();
            return answer[0].statusCode() != 503;
        });
        return answer[0];
    }

    private static Response until(int status, Supplier<Response> request) {
        Response answer = request.get();
        for (int i = 0; i < TRIES && answer.statusCode() != status; i++) {
            answer = request.get();
        }
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer;
    }

    private static Response problem(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
        assertThat(answer.jsonPath().getString("type")).startsWith("urn:andon:problem:");
        return answer;
    }

    private static Status status(Response answer) throws Exception {
        return Status.parseFrom(answer.asByteArray());
    }
}
