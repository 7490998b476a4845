package dev.andon.ingest.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.andon.ingest.item.InvalidItemException;
import dev.andon.ingest.item.JsonItems;
import dev.andon.ingest.translation.SpanTranslator;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;

/** Gives spans of native JSON to the translator, with the service that each names. */
public final class NativeSpans implements JsonItems.Taker {
    private final SpanTranslator target;
    private String service;

    public NativeSpans(SpanTranslator target) {
        this.target = target;
    }

    @Override
    public void take(JsonNode span) throws InvalidItemException {
        from(NativeSpan.service(span));
        target.span(NativeSpan.of(span));
    }

    private void from(String name) {
        if (!name.equals(service)) {
            service = name;
            target.resource(name.isEmpty() ? Resource.getDefaultInstance() : resource(name), "");
        }
    }

    private static Resource resource(String service) {
        return Resource.newBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("service.name")
                        .setValue(AnyValue.newBuilder().setStringValue(service)))
                .build();
    }
}
