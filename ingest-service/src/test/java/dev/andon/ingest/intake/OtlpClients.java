package dev.andon.ingest.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clients that do not retry, so that each answer is seen: three of five requests go by HTTP, the others by gRPC. */
final class OtlpClients implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI http;
    private final ManagedChannel channel;

    OtlpClients(URI http, int grpcPort) {
        this.http = http;
        this.channel = ManagedChannelBuilder.forAddress("localhost", grpcPort)
                .usePlaintext()
                .disableRetry()
                .build();
    }

    /** What a client may conclude from an answer. */
    enum Answer {
        STORED,
        COME_AGAIN_IN_A_SECOND,
        SOMETHING_ELSE
    }

    static boolean overGrpc(int request) {
        return request % 5 > 2;
    }

    CompletableFuture<Answer> send(int number, ExportTraceServiceRequest request) {
        return overGrpc(number) ? byGrpc(request) : byHttp(request);
    }

    private CompletableFuture<Answer> byHttp(ExportTraceServiceRequest request) {
        HttpRequest post = HttpRequest.newBuilder(http)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                .build();
        return client.sendAsync(post, HttpResponse.BodyHandlers.ofByteArray()).thenApply(OtlpClients::answer);
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) {
            return Answer.STORED;
        }
        boolean later = response.statusCode() == 503
                && response.headers().firstValue("Retry-After").orElse("").equals("1")
                && code(response.body()) == com.google.rpc.Code.UNAVAILABLE_VALUE;
        return later ? Answer.COME_AGAIN_IN_A_SECOND : Answer.SOMETHING_ELSE;
    }

    private static int code(byte[] status) {
        try {
            return Status.parseFrom(status).getCode();
        } catch (InvalidProtocolBufferException none) {
            return -1;
        }
    }

    private CompletableFuture<Answer> byGrpc(ExportTraceServiceRequest request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        TraceServiceGrpc.newStub(channel).export(request, new StreamObserver<>() {
            @Override
            public void onNext(ExportTraceServiceResponse response) {
                answer.complete(Answer.STORED);
            }

            @Override
            public void onError(Throwable failure) {
                answer.complete(answer((StatusRuntimeException) failure));
            }

            @Override
            public void onCompleted() {
                // The answer came before.
            }
        });
        return answer;
    }

    private static Answer answer(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        boolean later = failure.getStatus().getCode() == io.grpc.Status.Code.UNAVAILABLE
                && status.getDetailsCount() == 1
                && retryDelay(status) == 1;
        return later ? Answer.COME_AGAIN_IN_A_SECOND : Answer.SOMETHING_ELSE;
    }

    private static long retryDelay(Status status) {
        try {
            return status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds();
        } catch (InvalidProtocolBufferException another) {
            return -1;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        client.close();
    }

    /** Keeps finished spans for an exporter that is called by hand. */
    static SpanProcessor into(List<SpanData> recorded) {
        return new SpanProcessor() {
            @Override
            public void onStart(Context parent, ReadWriteSpan span) {
                // Only ended spans count.
            }

            @Override
            public boolean isStartRequired() {
                return false;
            }

            @Override
            public void onEnd(ReadableSpan span) {
                recorded.add(span.toSpanData());
            }

            @Override
            public boolean isEndRequired() {
                return true;
            }
        };
    }
}
