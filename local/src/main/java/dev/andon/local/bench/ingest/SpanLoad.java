package dev.andon.local.bench.ingest;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The spans that every contestant is given: agent workflows of 20 spans (root, three phases, gates, model calls, tools, plain calls),
 * ten to a request, encoded beforehand. The same seed gives the same spans.
 */
final class SpanLoad {
    static final int SPANS_A_REQUEST = 200;
    private static final int SPANS_A_TRACE = 20;
    private static final String[] PHASES = {"LEAD", "PLAN", "EXEC"};
    private static final String[] TOOLS = {"read_file", "run_tests", "search", "edit_file", "web_fetch"};
    private static final String[] MODELS = {"gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro"};
    private static final String[] SERVICES = {"orchestrator", "planner", "coder", "reviewer", "gateway"};

    private final Random random;
    private final long startNanos;
    private final boolean attributes;

    /** Traces begin one after another, two milliseconds apart, from that time on. */
    SpanLoad(long seed, long startNanos, boolean attributes) {
        this.random = new Random(seed);
        this.startNanos = startNanos;
        this.attributes = attributes;
    }

    /** Spans of one request with their service, in the order of the traces. */
    private record Made(String service, Span span) {}

    /** Requests in protobuf, and the same spans as Zipkin's JSON where asked for. */
    record Requests(List<byte[]> otlp, List<byte[]> zipkin, int spans) {}

    Requests requests(int spans, boolean zipkinToo) {
        List<byte[]> otlp = new ArrayList<>();
        List<byte[]> zipkin = new ArrayList<>();
        int count = spans / SPANS_A_REQUEST;
        for (int request = 0; request < count; request++) {
            List<Made> made = new ArrayList<>(SPANS_A_REQUEST);
            for (int trace = 0; trace < SPANS_A_REQUEST / SPANS_A_TRACE; trace++) {
                trace(made, startNanos + (request * 10L + trace) * 2_000_000L);
            }
            otlp.add(otlp(made));
            if (zipkinToo) {
                zipkin.add(zipkin(made));
            }
        }
        return new Requests(otlp, zipkin, count * SPANS_A_REQUEST);
    }

    private void trace(List<Made> target, long start) {
        ByteString traceId = id(16);
        String execution = "exec-" + HexFormat.of().toHexDigits(random.nextInt());
        ByteString root = id(8);
        target.add(new Made(
                SERVICES[0],
                span(traceId, root, ByteString.EMPTY, "run workflow", start, 1_900, Span.SpanKind.SPAN_KIND_INTERNAL)
                        .addAllAttributes(attributes(
                                "workflow.span_type",
                                "workflow",
                                "workflow.execution_id",
                                execution,
                                "workflow.sd_type",
                                "feature"))
                        .build()));
        ByteString phase = root;
        for (int i = 1; i < SPANS_A_TRACE; i++) {
            ByteString id = id(8);
            long at = start + i * 90_000L;
            int kind = i % 7;
            Span.Builder span;
            if (kind == 1) {
                String name = PHASES[(i / 7) % 3];
                span = span(traceId, id, root, "phase " + name, at, 600, Span.SpanKind.SPAN_KIND_INTERNAL)
                        .addAllAttributes(attributes(
                                "workflow.span_type",
                                "phase",
                                "workflow.phase",
                                name,
                                "workflow.execution_id",
                                execution));
                phase = id;
            } else if (kind == 2 || kind == 5) {
                String model = MODELS[random.nextInt(MODELS.length)];
                span = span(traceId, id, phase, "chat " + model, at, 80, Span.SpanKind.SPAN_KIND_CLIENT)
                        .addAllAttributes(attributes(
                                "gen_ai.operation.name",
                                "chat",
                                "gen_ai.provider.name",
                                "openai",
                                "gen_ai.request.model",
                                model));
            } else if (kind == 3) {
                String tool = TOOLS[random.nextInt(TOOLS.length)];
                span = span(traceId, id, phase, "execute_tool " + tool, at, 40, Span.SpanKind.SPAN_KIND_INTERNAL)
                        .addAllAttributes(
                                attributes("gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", tool));
            } else {
                span = span(traceId, id, phase, "GET /api/items", at, 20, Span.SpanKind.SPAN_KIND_SERVER)
                        .addAllAttributes(attributes(
                                "http.request.method", "GET", "http.route", "/api/items", "url.scheme", "http"));
            }
            target.add(new Made(SERVICES[kind % SERVICES.length], span.build()));
        }
    }

    private Span.Builder span(
            ByteString trace,
            ByteString id,
            ByteString parent,
            String name,
            long start,
            int micros,
            Span.SpanKind kind) {
        return Span.newBuilder()
                .setTraceId(trace)
                .setSpanId(id)
                .setParentSpanId(parent)
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + micros * 1000L + random.nextInt(500_000));
    }

    private List<KeyValue> attributes(String... pairs) {
        List<KeyValue> list = new ArrayList<>();
        if (attributes) {
            for (int i = 0; i < pairs.length; i += 2) {
                list.add(attribute(pairs[i], pairs[i + 1]));
            }
        }
        return list;
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private ByteString id(int length) {
        byte[] id = new byte[length];
        random.nextBytes(id);
        return ByteString.copyFrom(id);
    }

    private static byte[] otlp(List<Made> made) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (String service : SERVICES) {
            ResourceSpans.Builder resource = request.addResourceSpansBuilder();
            resource.getResourceBuilder().addAttributes(attribute("service.name", service));
            var scope = resource.addScopeSpansBuilder();
            made.stream().filter(one -> one.service().equals(service)).forEach(one -> scope.addSpans(one.span()));
        }
        return request.build().toByteArray();
    }

    private static byte[] zipkin(List<Made> made) {
        StringBuilder json = new StringBuilder("[");
        for (Made one : made) {
            Span span = one.span();
            json.append(json.length() == 1 ? "" : ",")
                    .append("{\"traceId\":\"")
                    .append(hex(span.getTraceId()))
                    .append("\",\"id\":\"")
                    .append(hex(span.getSpanId()));
            if (!span.getParentSpanId().isEmpty()) {
                json.append("\",\"parentId\":\"").append(hex(span.getParentSpanId()));
            }
            json.append("\",\"name\":\"")
                    .append(span.getName())
                    .append("\",\"timestamp\":")
                    .append(span.getStartTimeUnixNano() / 1000)
                    .append(",\"duration\":")
                    .append((span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1000)
                    .append(",\"localEndpoint\":{\"serviceName\":\"")
                    .append(one.service())
                    .append("\"},\"tags\":{");
            for (int i = 0; i < span.getAttributesCount(); i++) {
                KeyValue tag = span.getAttributes(i);
                json.append(i == 0 ? "\"" : ",\"")
                        .append(tag.getKey())
                        .append("\":\"")
                        .append(tag.getValue().getStringValue())
                        .append('"');
            }
            json.append("}}");
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(ByteString id) {
        ByteBuffer buffer = id.asReadOnlyByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
