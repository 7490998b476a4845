package dev.andon.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.andon.ingest.translation.Rejections;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;

/**
 * Reads protobuf requests. The generated parser refuses a whole request for one string that is not UTF-8 or one value nested too
 * deep; such a request is read again span by span, so that only what is broken is rejected. A request whose frame is broken
 * (cut short, not protobuf) is refused whole.
 */
final class OtlpDecoder {
    private final Rejections rejections;

    private OtlpDecoder(Rejections rejections) {
        this.rejections = rejections;
    }

    static ExportTraceServiceRequest decode(byte[] body, Rejections rejections) throws MalformedRequestException {
        try {
            return ExportTraceServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException broken) {
            return decodeLeniently(body, rejections);
        }
    }

    private static ExportTraceServiceRequest decodeLeniently(byte[] body, Rejections rejections)
            throws MalformedRequestException {
        try {
            return new OtlpDecoder(rejections).request(CodedInputStream.newInstance(body));
        } catch (IOException broken) {
            throw new MalformedRequestException("The body is not an ExportTraceServiceRequest: " + broken.getMessage());
        }
    }

    private ExportTraceServiceRequest request(CodedInputStream in) throws IOException {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER)) {
                resourceSpans(in.readBytes().newCodedInput(), request.addResourceSpansBuilder());
            } else {
                in.skipField(tag);
            }
        }
        return request.build();
    }

    private void resourceSpans(CodedInputStream in, ResourceSpans.Builder target) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, ResourceSpans.RESOURCE_FIELD_NUMBER)) {
                resource(in.readByteArray(), target);
            } else if (isMessage(tag, ResourceSpans.SCOPE_SPANS_FIELD_NUMBER)) {
                scopeSpans(in.readBytes().newCodedInput(), target.addScopeSpansBuilder());
            } else if (isMessage(tag, ResourceSpans.SCHEMA_URL_FIELD_NUMBER)) {
                target.setSchemaUrl(in.readString());
            } else {
                in.skipField(tag);
            }
        }
    }

    /** Spans outlive a broken resource: they are stored without it, under the unknown service. */
    private static void resource(byte[] bytes, ResourceSpans.Builder target) {
        try {
            target.setResource(Resource.parseFrom(bytes));
        } catch (InvalidProtocolBufferException broken) {
            target.clearResource();
        }
    }

    private void scopeSpans(CodedInputStream in, ScopeSpans.Builder target) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, ScopeSpans.SCOPE_FIELD_NUMBER)) {
                scope(in.readByteArray(), target);
            } else if (isMessage(tag, ScopeSpans.SPANS_FIELD_NUMBER)) {
                span(in.readByteArray(), target);
            } else if (isMessage(tag, ScopeSpans.SCHEMA_URL_FIELD_NUMBER)) {
                target.setSchemaUrl(in.readString());
            } else {
                in.skipField(tag);
            }
        }
    }

    private static void scope(byte[] bytes, ScopeSpans.Builder target) {
        try {
            target.setScope(InstrumentationScope.parseFrom(bytes));
        } catch (InvalidProtocolBufferException broken) {
            target.clearScope();
        }
    }

    private void span(byte[] bytes, ScopeSpans.Builder target) {
        try {
            target.addSpans(Span.parseFrom(bytes));
        } catch (InvalidProtocolBufferException broken) {
            rejections.add("not a valid Span: " + broken.getMessage());
        }
    }

    private static boolean isMessage(int tag, int field) {
        return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }
}
