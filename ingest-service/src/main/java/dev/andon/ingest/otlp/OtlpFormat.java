package dev.andon.ingest.otlp;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import dev.andon.ingest.row.JsonText;
import dev.andon.ingest.row.RowBuffer;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two encodings of OTLP/HTTP. A response has the encoding of its request. */
enum OtlpFormat {
    PROTOBUF("application/x-protobuf") {
        @Override
        ExportTraceServiceRequest decode(byte[] body, Rejections rejections) throws MalformedRequestException {
            return OtlpDecoder.decode(body, rejections);
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
        byte[] failure(OtlpError error) {
            Status.Builder status = Status.newBuilder().setCode(error.code()).setMessage(error.message());
            if (error.status() == 400) {
                status.addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField("body")
                                .setDescription(error.message()))
                        .build()));
            }
            return status.build().toByteArray();
        }
    },

    JSON("application/json") {
        @Override
        ExportTraceServiceRequest decode(byte[] body, Rejections rejections) throws MalformedRequestException {
            return OtlpJsonReader.read(body, rejections);
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
        byte[] failure(OtlpError error) {
            return json("{\"code\":" + error.code() + ",\"message\":", error.message(), "}");
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

    abstract ExportTraceServiceRequest decode(byte[] body, Rejections rejections) throws MalformedRequestException;

    abstract byte[] success(Rejections rejections);

    abstract byte[] failure(OtlpError error);

    private static byte[] json(String before, String text, String after) {
        RowBuffer out = new RowBuffer(256);
        out.putAscii(before);
        JsonText.string(out, text);
        out.putAscii(after);
        return Arrays.copyOf(out.bytes(), out.size());
    }
}
