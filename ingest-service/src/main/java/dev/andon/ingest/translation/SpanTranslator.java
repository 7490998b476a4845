package dev.andon.ingest.translation;

import dev.andon.ingest.row.EncodedSpan;
import dev.andon.ingest.row.JsonText;
import dev.andon.ingest.row.RowBuffer;
import dev.andon.ingest.row.SpanBatch;
import dev.andon.ingest.row.SpanRow;
import dev.andon.ingest.row.TraceResource;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns OTLP into rows. Pure; a span that cannot be stored is counted with its reason and never stops the others. */
public final class SpanTranslator {
    private static final String UNKNOWN_SERVICE = "unknown_service";

    private final RowBuffer buffer;
    private final SpanRow row;
    private final List<EncodedSpan> spans;
    private final List<TraceResource> resources = new ArrayList<>();
    private final Rejections rejections;

    private SpanTranslator(int spanCount, int sizeHint, Rejections rejections) {
        this.buffer = new RowBuffer(sizeHint);
        this.row = new SpanRow(buffer);
        this.spans = new ArrayList<>(spanCount);
        this.rejections = rejections;
    }

    /** Adds to rejections that decoding has made already. */
    public static Translation translate(ExportTraceServiceRequest request, Rejections rejections) {
        int count = 0;
        for (ResourceSpans resource : request.getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                count += scope.getSpansCount();
            }
        }
        SpanTranslator translator = new SpanTranslator(count, (int) Math.min(count * 512L + 256, 16 << 20), rejections);
        request.getResourceSpansList().forEach(translator::add);
        return translator.result();
    }

    private Translation result() {
        // An EncodedSpan takes about 64 bytes.
        long bytes = buffer.bytes().length + 64L * spans.size();
        return new Translation(new SpanBatch(spans, resources, bytes), rejections);
    }

    private void add(ResourceSpans resourceSpans) {
        Resource resource = resourceSpans.getResource();
        String serviceName = serviceName(resource);
        String attributes = json(resource.getAttributesList());
        for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
            if (scopeSpans.getSpansCount() == 0) {
                continue;
            }
            TraceResource shared = shared(serviceName, attributes, scopeSpans, resourceSpans.getSchemaUrl());
            resources.add(shared);
            for (int i = 0; i < scopeSpans.getSpansCount(); i++) {
                add(scopeSpans.getSpans(i), shared);
            }
        }
    }

    private void add(Span span, TraceResource shared) {
        String objection = SpanRow.objection(span);
        if (objection == null) {
            spans.add(row.append(span, shared));
        } else {
            rejections.add(objection);
        }
    }

    private TraceResource shared(String serviceName, String attributes, ScopeSpans scopeSpans, String resourceSchema) {
        InstrumentationScope scope = scopeSpans.getScope();
        return TraceResource.of(
                serviceName,
                attributes,
                clean(scope.getName()),
                clean(scope.getVersion()),
                scope.getAttributesCount() == 0 ? "" : json(scope.getAttributesList()),
                clean(scopeSpans.getSchemaUrl().isEmpty() ? resourceSchema : scopeSpans.getSchemaUrl()));
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

    private static String json(List<KeyValue> attributes) {
        RowBuffer json = new RowBuffer(64 * attributes.size());
        JsonText.object(json, attributes);
        return new String(json.bytes(), 0, json.size(), StandardCharsets.UTF_8);
    }

    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
