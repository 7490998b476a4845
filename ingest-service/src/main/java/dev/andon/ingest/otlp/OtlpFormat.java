package dev.andon.ingest.otlp;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.andon.ingest.body.Budget;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.row.JsonText;
import dev.andon.ingest.row.RowBuffer;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two encodings of OTLP/HTTP. A response has the encoding of its request. */
enum OtlpFormat {
    PROTOBUF("application/x-protobuf") {
        @Override
        void read(byte[] body, SpanTranslator target, Budget budget) {
            OtlpDecoder.read(body, target, budget);
        }

        @Override
        byte[] success(Rejections rejections) {
            ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
            if (rejections.total() > 0) {
                response.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejections.total())
                        .setErrorMessage(rejections.message()));
            }
            return response.build().toByteArray();
        }

        @Override
        byte[] failure(Refusal refusal) {
            Status.Builder status = Status.newBuilder().setCode(code(refusal)).setMessage(refusal.message());
            if (refusal.status() == 400) {
                status.addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField("body")
                                .setDescription(refusal.message()))
                        .build()));
            }
            return status.build().toByteArray();
        }
    },

    JSON("application/json") {
        @Override
        void read(byte[] body, SpanTranslator target, Budget budget) {
            OtlpJsonReader.read(body, target, budget);
        }

        @Override
        byte[] success(Rejections rejections) {
            return rejections.total() == 0
                    ? "{}".getBytes(StandardCharsets.UTF_8)
                    : json(
                            "{\"partialSuccess\":{\"rejectedSpans\":\"" + rejections.total() + "\",\"errorMessage\":",
                            rejections.message(),
                            "}}");
        }

        @Override
        byte[] failure(Refusal refusal) {
            return json("{\"code\":" + code(refusal) + ",\"message\":", refusal.message(), "}");
        }
    };

    private final String mediaType;

    OtlpFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** By the Content-Type, whose parameters do not matter. */
    static Optional<OtlpFormat> of(String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(type))
                .findFirst();
    }

    /** Gives the spans of a body to the translator; a body that is not a request is refused by an exception. */
    abstract void read(byte[] body, SpanTranslator target, Budget budget);

    abstract byte[] success(Rejections rejections);

    abstract byte[] failure(Refusal refusal);

    /** The gRPC code that a {@code Status} body names for an HTTP status. */
    private static int code(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 -> Code.UNAUTHENTICATED_VALUE;
            case 403 -> Code.PERMISSION_DENIED_VALUE;
            case 413, 429 -> Code.RESOURCE_EXHAUSTED_VALUE;
            case 500 -> Code.INTERNAL_VALUE;
            case 503 -> Code.UNAVAILABLE_VALUE;
            default -> Code.INVALID_ARGUMENT_VALUE;
        };
    }

    private static byte[] json(String before, String text, String after) {
        RowBuffer out = new RowBuffer(256);
        out.putAscii(before);
        JsonText.string(out, text);
        out.putAscii(after);
        return Arrays.copyOf(out.bytes(), out.size());
    }
}
