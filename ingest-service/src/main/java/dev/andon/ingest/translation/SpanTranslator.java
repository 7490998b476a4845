package dev.andon.ingest.translation;

import dev.andon.ingest.body.Budget;
import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.JsonText;
import dev.andon.ingest.row.RowBuffer;
import dev.andon.ingest.row.SpanBatch;
import dev.andon.ingest.row.SpanRow;
import dev.andon.ingest.row.TraceResource;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns OTLP into rows, one span at a time: readers say whose spans follow, then give span after span, of which only the row is
 * kept. A span that cannot be stored is counted with its reason and never stops the others; more than the budget of the request
 * ends it by a {@link dev.andon.ingest.body.RefusalException}.
 */
public final class SpanTranslator {
    private static final String UNKNOWN_SERVICE = "unknown_service";
    private static final int CHUNK = 1 << 20;
    private static final int BYTES_A_SPAN = 64;
    private static final int BYTES_A_RESOURCE = 256;

    private final Rejections rejections;
    private final Budget budget;
    private final List<EncodedSpan> spans = new ArrayList<>();
    private final Map<Long, TraceResource> resources = new LinkedHashMap<>();
    private RowBuffer buffer;
    private SpanRow row;
    private long fullChunks;
    private Resource resource = Resource.getDefaultInstance();
    private String resourceSchema = "";
    private String resourceAttributes;
    private InstrumentationScope scope = InstrumentationScope.getDefaultInstance();
    private String scopeSchema = "";
    private TraceResource shared;

    /**
     * For one request.
     *
     * @param sizeHint about how many bytes were sent
     * @param rejections may hold some already
     */
    public SpanTranslator(int sizeHint, Rejections rejections, Budget budget) {
        this.rejections = rejections;
        this.budget = budget;
        open((int) Math.min(2L * sizeHint, CHUNK));
    }

    /** The resource of the spans that follow, until the next one. */
    public void resource(Resource from, String schemaUrl) {
        resource = from;
        resourceSchema = schemaUrl;
        resourceAttributes = null;
        scope(InstrumentationScope.getDefaultInstance(), "");
    }

    /** The scope of the spans that follow, until the next scope or resource. */
    public void scope(InstrumentationScope of, String schemaUrl) {
        scope = of;
        scopeSchema = schemaUrl;
        shared = null;
    }

    /** Makes a row of it, or counts why not. */
    public void span(Span span) {
        String objection = SpanRow.objection(span);
        if (objection != null) {
            reject(objection);
            return;
        }
        budget.span();
        budget.take(BYTES_A_SPAN);
        if (shared == null) {
            shared = shared();
        }
        if (buffer.size() >= CHUNK) {
            fullChunks += buffer.bytes().length;
            open(CHUNK);
        }
        spans.add(row.append(span, shared));
    }

    /** Counts a span that could not even be read. */
    public void reject(String reason) {
        budget.span();
        rejections.add(reason);
    }

    /** How many rows there are so far. */
    public int count() {
        return spans.size();
    }

    /** The rows so far. */
    public SpanBatch batch() {
        long bytes = fullChunks + buffer.bytes().length + (long) BYTES_A_SPAN * spans.size();
        return new SpanBatch(spans, List.copyOf(resources.values()), bytes);
    }

    private void open(int capacity) {
        buffer = new RowBuffer(capacity, budget::take, budget::give);
        row = new SpanRow(buffer);
    }

    private TraceResource shared() {
        if (resourceAttributes == null) {
            resourceAttributes = json(resource.getAttributesList());
        }
        budget.take(BYTES_A_RESOURCE);
        TraceResource made = TraceResource.of(
                serviceName(resource),
                resourceAttributes,
                clean(scope.getName()),
                clean(scope.getVersion()),
                scope.getAttributesCount() == 0 ? "" : json(scope.getAttributesList()),
                clean(scopeSchema.isEmpty() ? resourceSchema : scopeSchema));
        resources.put(made.id(), made);
        return made;
    }

    private static String serviceName(Resource resource) {
        for (KeyValue attribute : resource.getAttributesList()) {
            if (attribute.getKey().equals("service.name")
                    && !attribute.getValue().getStringValue().isBlank()) {
                String name = clean(attribute.getValue().getStringValue());
                return name.length() <= SpanRow.KEY_LIMIT ? name : name.substring(0, SpanRow.KEY_LIMIT);
            }
        }
        return UNKNOWN_SERVICE;
    }

    /** The text stays in memory until the request is translated, so its budget is not given back here. */
    private String json(List<KeyValue> attributes) {
        RowBuffer json = new RowBuffer(64, budget::take, budget::give);
        JsonText.object(json, attributes);
        return new String(json.bytes(), 0, json.size(), StandardCharsets.UTF_8);
    }

    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
