package dev.andon.ingest.otlp;

import com.google.protobuf.ByteString;
import dev.andon.ingest.body.Budget;
import dev.andon.ingest.row.SpanBatch;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Small spans and requests for tests; ids are made from numbers. */
public final class OtlpSpans {
    /** 1 March 2026, noon UTC, in nanoseconds. */
    public static final long NOON = 1_772_366_400_000_000_000L;

    private OtlpSpans() {}

    /** One millisecond long, at noon. */
    public static Span.Builder span(long trace, long id) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(0x0a).putLong(trace).array()))
                .setSpanId(
                        ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array()))
                .setName("work")
                .setStartTimeUnixNano(NOON)
                .setEndTimeUnixNano(NOON + 1_000_000);
    }

    /** As in the table. */
    public static String traceId(long trace) {
        return String.format("%016x%016x", 0x0a, trace);
    }

    public static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** All of the service {@code shop}. */
    public static ExportTraceServiceRequest request(Span.Builder... spans) {
        return request(Arrays.stream(spans).map(Span.Builder::build).toList());
    }

    /** As rows. */
    public static SpanBatch batch(List<Span> spans) {
        SpanTranslator translator = new SpanTranslator(1 << 16, new Rejections(), Budget.unlimited());
        OtlpDecoder.read(request(spans).toByteArray(), translator, Budget.unlimited());
        return translator.batch();
    }

    public static ExportTraceServiceRequest request(List<Span> spans) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        var resource = request.addResourceSpansBuilder();
        resource.getResourceBuilder().addAttributes(attribute("service.name", "shop"));
        resource.addScopeSpansBuilder().addAllSpans(spans);
        return request.build();
    }
}
