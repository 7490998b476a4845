package dev.andon.ingest.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.andon.ingest.translation.Rejections;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;

/**
 * Reads OTLP/JSON as the specification's receivers must: ids in hex of either case, 64-bit numbers as text or number, unknown
 * fields passed over. One bad span is counted and left out; only a body that is not JSON is refused whole.
 */
public final class OtlpJsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(10_000)
                    .build())
            .build();

    private final JsonParser in;
    private final boolean dump;
    private final Rejections rejections;

    private OtlpJsonReader(JsonParser in, boolean dump, Rejections rejections) {
        this.in = in;
        this.dump = dump;
        this.rejections = rejections;
    }

    /** A request to the letter of the specification. */
    static ExportTraceServiceRequest read(byte[] body, Rejections rejections) throws MalformedRequestException {
        return read(body, 0, body.length, false, rejections);
    }

    /** A file that some tool wrote: Tempo's {@code batches} and Base64 ids and the former names of scopes are taken as well. */
    public static ExportTraceServiceRequest readDump(byte[] body, int offset, int length, Rejections rejections)
            throws MalformedRequestException {
        return read(body, offset, length, true, rejections);
    }

    private static ExportTraceServiceRequest read(
            byte[] body, int offset, int length, boolean dump, Rejections rejections) throws MalformedRequestException {
        try (JsonParser in = FACTORY.createParser(body, offset, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRequestException("The body must be a JSON object with resourceSpans.");
            }
            ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
            new OtlpJsonReader(in, dump, rejections).request(request);
            if (in.nextToken() != null) {
                throw new MalformedRequestException("The body must be one JSON object; something follows it.");
            }
            return request.build();
        } catch (IOException broken) {
            String reason = broken.getMessage().lines().findFirst().orElse("");
            throw new MalformedRequestException("The body is not JSON: " + reason);
        }
    }

    private void request(ExportTraceServiceRequest.Builder target) throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("resourceSpans") || dump && field.equals("batches")) {
                eachObject(() -> resourceSpans(target.addResourceSpansBuilder()));
            } else {
                in.skipChildren();
            }
        }
    }

    private void resourceSpans(ResourceSpans.Builder target) throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("resource") && token == JsonToken.START_OBJECT) {
                resource(target.getResourceBuilder());
            } else if (field.equals("scopeSpans") || dump && field.equals("instrumentationLibrarySpans")) {
                eachObject(() -> scopeSpans(target.addScopeSpansBuilder()));
            } else if (field.equals("schemaUrl") && token == JsonToken.VALUE_STRING) {
                target.setSchemaUrl(in.getText());
            } else {
                in.skipChildren();
            }
        }
    }

    private void resource(Resource.Builder target) throws IOException {
        AttributeReader attributes = new AttributeReader(in);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("attributes")) {
                attributes.read(target::addAttributes);
            } else {
                in.skipChildren();
            }
        }
    }

    private void scopeSpans(ScopeSpans.Builder target) throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("spans")) {
                eachObject(() -> span(target));
            } else if ((field.equals("scope") || dump && field.equals("instrumentationLibrary"))
                    && token == JsonToken.START_OBJECT) {
                scope(target.getScopeBuilder());
            } else if (field.equals("schemaUrl") && token == JsonToken.VALUE_STRING) {
                target.setSchemaUrl(in.getText());
            } else {
                in.skipChildren();
            }
        }
    }

    private void scope(InstrumentationScope.Builder target) throws IOException {
        AttributeReader attributes = new AttributeReader(in);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("name") && token == JsonToken.VALUE_STRING) {
                target.setName(in.getText());
            } else if (field.equals("version") && token == JsonToken.VALUE_STRING) {
                target.setVersion(in.getText());
            } else if (field.equals("attributes")) {
                attributes.read(target::addAttributes);
            } else {
                in.skipChildren();
            }
        }
    }

    private void span(ScopeSpans.Builder target) throws IOException {
        SpanJsonReader span = new SpanJsonReader(in, dump);
        span.read();
        if (span.objection() == null) {
            target.addSpans(span.span());
        } else {
            rejections.add(span.objection());
        }
    }

    /** Runs the reader on each object of the array the parser stands at; what is not an object is passed over. */
    private void eachObject(Part part) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                part.read();
            } else {
                in.skipChildren();
            }
        }
    }

    /** Reads from after the opening brace to the closing one. */
    @FunctionalInterface
    interface Part {
        void read() throws IOException;
    }
}
