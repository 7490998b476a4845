package dev.andon.local.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flat exports of live spans as strands-evals keeps them. Their attributes are in GenAI or OpenInference conventions already and stay untouched. */
final class StrandsSpans {
    private StrandsSpans() {}

    static List<RecordedSpan> read(JsonNode document) {
        List<RecordedSpan> spans = new ArrayList<>();
        for (JsonNode span : document.isArray() ? document : document.path("spans")) {
            spans.add(span(span));
        }
        return spans;
    }

    private static RecordedSpan span(JsonNode span) {
        String scope = span.path("scope").path("name").asText("unknown");
        JsonNode status = span.path("status");
        return new RecordedSpan(
                service(scope),
                scope,
                Ids.trace(span.path("trace_id").asText()),
                Ids.span(span.path("span_id").asText()),
                Ids.parent(Values.text(span, "parent_span_id")),
                span.path("name").asText(),
                RecordedSpan.INTERNAL,
                nanos(span.path("start_time")),
                Math.max(nanos(span.path("start_time")), nanos(span.path("end_time"))),
                status.path("code").asText().equals("ERROR")
                        ? Optional.of(status.path("message").asText("error"))
                        : Optional.empty(),
                Values.attributes(span.path("attributes")));
    }

    // No resource was kept; the instrumentation that made the span names the framework.
    private static String service(String scope) {
        return scope.substring(scope.lastIndexOf('.') + 1).replace('_', '-');
    }

    private static long nanos(JsonNode time) {
        return time.isNumber() ? time.asLong() : Values.nanos(time.asText());
    }
}
