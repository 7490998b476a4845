package dev.andon.ingest.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.andon.ingest.body.Budget;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.translation.Parts;
import dev.andon.ingest.translation.SpanTranslator;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Reads OTLP/JSON as the specification's receivers must: ids in hex of either case, 64-bit numbers as text or number, unknown
 * fields passed over. One bad span is counted and left out; only a body that is not JSON is refused whole. What spans share may
 * come after them, so their arrays are passed over, and read when all that they share is known: one span in memory at a time.
 */
public final class OtlpJsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(10_000)
                    .build())
            .build();
    private static final int BYTES_A_SCOPE = 128;

    private final byte[] body;
    private final boolean dump;
    private final SpanTranslator target;
    private final Budget budget;
    private JsonParser in;

    private OtlpJsonReader(byte[] body, boolean dump, SpanTranslator target, Budget budget) {
        this.body = body;
        this.dump = dump;
        this.target = target;
        this.budget = budget;
    }

    /** A request to the letter of the specification. */
    static void read(byte[] body, SpanTranslator target, Budget budget) {
        new OtlpJsonReader(body, false, target, budget).read();
    }

    /** A file that some tool wrote: Tempo's {@code batches} and Base64 ids and the former names of scopes are taken as well. */
    public static void readDump(byte[] body, SpanTranslator target, Budget budget) {
        new OtlpJsonReader(body, true, target, budget).read();
    }

    private void read() {
        try (JsonParser parser = FACTORY.createParser(body)) {
            in = parser;
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("The body must be a JSON object with resourceSpans.");
            }
            request();
            if (in.nextToken() != null) {
                throw malformed("The body must be one JSON object; something follows it.");
            }
        } catch (IOException broken) {
            String reason = broken.getMessage().lines().findFirst().orElse("");
            throw malformed("The body is not JSON: " + reason);
        }
    }

    private static RefusalException malformed(String message) {
        return new RefusalException(Refusal.malformed(message));
    }

    private void request() throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("resourceSpans") || dump && field.equals("batches")) {
                eachObject(this::resourceSpans);
            } else {
                in.skipChildren();
            }
        }
    }

    private void resourceSpans() throws IOException {
        try (Parts parts = new Parts(budget)) {
            Resource.Builder resource = Resource.newBuilder();
            List<Scope> scopes = new ArrayList<>();
            String schemaUrl = "";
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String field = in.currentName();
                JsonToken token = in.nextToken();
                if (field.equals("resource") && token == JsonToken.START_OBJECT) {
                    resource(resource, parts);
                } else if (field.equals("scopeSpans") || dump && field.equals("instrumentationLibrarySpans")) {
                    eachObject(() -> scopeSpans(scopes, parts));
                } else if (field.equals("schemaUrl") && token == JsonToken.VALUE_STRING) {
                    schemaUrl = in.getText();
                } else {
                    in.skipChildren();
                }
            }
            if (parts.exceeded()) {
                throw new RefusalException(Refusal.tooMuch("A resource or scope has " + Parts.OBJECTION + "."));
            }
            target.resource(resource.build(), schemaUrl);
            spans(scopes);
        }
    }

    private void resource(Resource.Builder resource, Parts parts) throws IOException {
        AttributeReader attributes = new AttributeReader(in, parts);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("attributes")) {
                attributes.read(resource::addAttributes);
            } else {
                in.skipChildren();
            }
        }
    }

    /**
     * A scope whose spans are still to be read.
     *
     * @param spansAt where in the body their array begins
     */
    private record Scope(InstrumentationScope scope, String schemaUrl, int spansAt) {}

    private void scopeSpans(List<Scope> scopes, Parts parts) throws IOException {
        InstrumentationScope.Builder scope = InstrumentationScope.newBuilder();
        String schemaUrl = "";
        int spansAt = -1;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            JsonToken token = in.nextToken();
            if (field.equals("spans") && token == JsonToken.START_ARRAY) {
                spansAt = place();
                in.skipChildren();
            } else if ((field.equals("scope") || dump && field.equals("instrumentationLibrary"))
                    && token == JsonToken.START_OBJECT) {
                scope(scope, parts);
            } else if (field.equals("schemaUrl") && token == JsonToken.VALUE_STRING) {
                schemaUrl = in.getText();
            } else {
                in.skipChildren();
            }
        }
        if (spansAt >= 0) {
            budget.take(BYTES_A_SCOPE);
            scopes.add(new Scope(scope.build(), schemaUrl, spansAt));
        }
    }

    private int place() {
        long place = in.currentTokenLocation().getByteOffset();
        if (place < 0) {
            throw malformed("The body must be UTF-8.");
        }
        return (int) place;
    }

    private void scope(InstrumentationScope.Builder target, Parts parts) throws IOException {
        AttributeReader attributes = new AttributeReader(in, parts);
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

    private void spans(List<Scope> scopes) throws IOException {
        JsonParser outer = in;
        for (Scope scope : scopes) {
            target.scope(scope.scope(), scope.schemaUrl());
            try (JsonParser spans = FACTORY.createParser(body, scope.spansAt(), body.length - scope.spansAt())) {
                in = spans;
                in.nextToken();
                eachObject(this::span);
            }
        }
        in = outer;
        budget.give((long) BYTES_A_SCOPE * scopes.size());
    }

    private void span() throws IOException {
        try (Parts parts = new Parts(budget)) {
            SpanJsonReader span = new SpanJsonReader(in, dump, parts);
            span.read();
            if (span.objection() == null) {
                target.span(span.span());
            } else {
                target.reject(span.objection());
            }
        }
    }

    private void eachObject(Part part) throws IOException {
        eachObject(in, () -> true, part);
    }

    /** Runs the reader on each object of the array the parser stands at; what is no object or not admitted is passed over. */
    static void eachObject(JsonParser in, BooleanSupplier admitted, Part part) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == JsonToken.START_OBJECT && admitted.getAsBoolean()) {
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
