package dev.andon.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.andon.ingest.body.Budget;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.translation.Parts;
import dev.andon.ingest.translation.SpanTranslator;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;

/**
 * Reads protobuf requests span by span, so that one that is broken (not UTF-8, nested too deep) is rejected alone and no more than
 * one is in memory as an object. What spans share may come after them, so each message is gone through twice: for the shared
 * first, for the spans then. A request whose frame is broken (cut short, not protobuf) is refused whole.
 */
final class OtlpDecoder {
    private final byte[] body;
    private final SpanTranslator target;
    private final Budget budget;

    private OtlpDecoder(byte[] body, SpanTranslator target, Budget budget) {
        this.body = body;
        this.target = target;
        this.budget = budget;
    }

    static void read(byte[] body, SpanTranslator target, Budget budget) {
        try {
            new OtlpDecoder(body, target, budget).request();
        } catch (IOException broken) {
            throw new RefusalException(
                    Refusal.malformed("The body is not an ExportTraceServiceRequest: " + broken.getMessage()));
        }
    }

    private void request() throws IOException {
        each(0, body.length, ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER, this::resourceSpans);
    }

    private void resourceSpans(int start, int length) throws IOException {
        try (Parts parts = new Parts(budget)) {
            Shared<Resource> resource = new Shared<>(Resource.parser(), Resource.getDefaultInstance(), parts);
            resource.read(start, length, ResourceSpans.RESOURCE_FIELD_NUMBER, ResourceSpans.SCHEMA_URL_FIELD_NUMBER);
            target.resource(resource.message, resource.schemaUrl);
            each(start, length, ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, this::scopeSpans);
        }
    }

    private void scopeSpans(int start, int length) throws IOException {
        try (Parts parts = new Parts(budget)) {
            Shared<InstrumentationScope> scope =
                    new Shared<>(InstrumentationScope.parser(), InstrumentationScope.getDefaultInstance(), parts);
            scope.read(start, length, ScopeSpans.SCOPE_FIELD_NUMBER, ScopeSpans.SCHEMA_URL_FIELD_NUMBER);
            target.scope(scope.message, scope.schemaUrl);
            each(start, length, ScopeSpans.SPANS_FIELD_NUMBER, this::span);
        }
    }

    private void span(int start, int length) {
        try (Parts parts = new Parts(budget)) {
            if (WireParts.fit(body, start, length, Span.getDescriptor(), parts)) {
                target.span(Span.parser().parseFrom(body, start, length));
            } else {
                target.reject(Parts.OBJECTION);
            }
        } catch (InvalidProtocolBufferException broken) {
            target.reject("not a valid Span: " + broken.getMessage());
        }
    }

    /** Where a message lies in the body. */
    private interface Part {
        void read(int start, int length) throws IOException;
    }

    /** Calls the reader with the place of each message of that field. */
    private void each(int start, int length, int field, Part reader) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(body, start, length);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, field)) {
                int size = in.readRawVarint32();
                int at = start + in.getTotalBytesRead();
                in.skipRawBytes(size);
                reader.read(at, size);
            } else {
                skip(in, tag);
            }
        }
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }

    private static boolean isMessage(int tag, int field) {
        return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    /** What the spans of a message share. They outlive it where it is broken: they are stored under the unknown service. */
    private final class Shared<T extends Message> {
        private final Parser<T> parser;
        private final Parts parts;
        private T message;
        private String schemaUrl = "";

        Shared(Parser<T> parser, T none, Parts parts) {
            this.parser = parser;
            this.message = none;
            this.parts = parts;
        }

        void read(int start, int length, int field, int schemaField) throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(body, start, length);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, field)) {
                    int size = in.readRawVarint32();
                    int at = start + in.getTotalBytesRead();
                    in.skipRawBytes(size);
                    parse(at, size);
                } else if (isMessage(tag, schemaField)) {
                    schemaUrl = in.readString();
                } else {
                    skip(in, tag);
                }
            }
        }

        private void parse(int start, int length) {
            if (!WireParts.fit(body, start, length, message.getDescriptorForType(), parts)) {
                throw new RefusalException(Refusal.tooMuch("A resource or scope has " + Parts.OBJECTION + "."));
            }
            try {
                message = parser.parseFrom(body, start, length);
            } catch (InvalidProtocolBufferException broken) {
                // Its spans are stored without it.
            }
        }
    }
}
