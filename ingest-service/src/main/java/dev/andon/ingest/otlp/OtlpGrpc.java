package dev.andon.ingest.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.andon.common.security.Access;
import dev.andon.common.security.AccessControl;
import dev.andon.common.security.Scope;
import dev.andon.ingest.body.Body;
import dev.andon.ingest.body.BodyConfig;
import dev.andon.ingest.body.BodyReader;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.otlp.TraceReceiver.Answer;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.quarkus.grpc.GrpcService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/**
 * OTLP/gRPC. The request reaches us as bytes, so that one bad span is rejected alone as over HTTP, where the generated service
 * would refuse the whole message. Throttling answers UNAVAILABLE with RetryInfo, which clients retry.
 */
@GrpcService
public class OtlpGrpc implements BindableService {
    private static final MethodDescriptor<byte[], byte[]> EXPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(TraceServiceGrpc.getExportMethod().getFullMethodName())
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    /** Stands for a message that was larger than the limit once inflated. */
    private static final byte[] TOO_LARGE = new byte[0];

    private final TraceReceiver receiver;
    private final BodyConfig config;
    private final BodyReader bodies;
    private final AccessControl access;

    OtlpGrpc(TraceReceiver receiver, BodyConfig config, BodyReader bodies, AccessControl access) {
        this.receiver = receiver;
        this.config = config;
        this.bodies = bodies;
        this.access = access;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServerCallHandler<byte[], byte[]> export = ServerCalls.asyncUnaryCall(this::export);
        return ServerServiceDefinition.builder(TraceServiceGrpc.SERVICE_NAME)
                .addMethod(EXPORT, (call, headers) -> checked(export, call, headers))
                .build();
    }

    /** Before the message is read: the key travels in the metadata. */
    private ServerCall.Listener<byte[]> checked(
            ServerCallHandler<byte[], byte[]> next, ServerCall<byte[], byte[]> call, Metadata headers) {
        UnaryOperator<String> header = name -> name.equals("Host")
                ? call.getAuthority()
                : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        if (access.decideNow("POST", header, Scope.INGEST) instanceof Access.Refused refused) {
            StatusRuntimeException error = error(Refusal.of(refused));
            call.close(error.getStatus(), error.getTrailers() == null ? new Metadata() : error.getTrailers());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    private void export(byte[] request, StreamObserver<byte[]> client) {
        try {
            if (request == TOO_LARGE) {
                throw new RefusalException(Refusal.tooLarge(config.maxSize().asLongValue()));
            }
            Body body = bodies.whole(request);
            bodies.work(
                    body, () -> receiver.receive(OtlpFormat.PROTOBUF, body).thenAccept(answer -> send(answer, client)));
        } catch (RefusalException refused) {
            client.onError(error(refused.refusal()));
        }
    }

    private static void send(Answer answer, StreamObserver<byte[]> client) {
        switch (answer) {
            case Answer.Done done -> {
                client.onNext(OtlpFormat.PROTOBUF.success(done.rejections()));
                client.onCompleted();
            }
            case Answer.Refused refused -> client.onError(error(refused.refusal()));
        }
    }

    private static StatusRuntimeException error(Refusal refusal) {
        Status.Builder status = Status.newBuilder().setCode(code(refusal)).setMessage(refusal.message());
        if (refusal.retryAfter() != null) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder()
                            .setSeconds(refusal.retryAfter().toSeconds())
                            .setNanos(refusal.retryAfter().toNanosPart()))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static int code(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 -> Code.UNAUTHENTICATED_VALUE;
            case 403 -> Code.PERMISSION_DENIED_VALUE;
            case 429, 503 -> Code.UNAVAILABLE_VALUE;
            case 500 -> Code.INTERNAL_VALUE;
            default -> Code.INVALID_ARGUMENT_VALUE;
        };
    }

    /** Messages as they are; the server has bounded their size, inflated size included. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try (message) {
                return message.readAllBytes();
            } catch (StatusRuntimeException tooLarge) {
                // Thrown on, it would reach the client as UNKNOWN without a word.
                return TOO_LARGE;
            } catch (IOException cut) {
                throw new UncheckedIOException(cut);
            }
        }
    }
}
