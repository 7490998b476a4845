package dev.andon.monitor.waterfall;

import dev.andon.common.trace.TraceSpan;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Everything about one span of a trace.
 *
 * @param place what the waterfall itself knows about it
 * @param stored null where the span is no longer kept
 * @param peers null where nothing like it was seen in 7 days
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record SpanPanel(String traceId, SpanRow row, Place place, Part<SpanDetail> stored, Part<Peers> peers)
        implements TemplateInstance {

    /**
     * Where a span stands in its trace.
     *
     * @param parentId null of a root
     * @param offsetMs from the start of the trace
     * @param shareOfTrace of the trace's whole duration
     */
    @TemplateData
    record Place(String spanId, String parentId, String service, Instant start, double offsetMs, double shareOfTrace) {

        static Place of(Waterfall waterfall, int node) {
            TraceSpan span = waterfall.tree().span(node);
            return new Place(
                    span.spanId(),
                    span.parentId(),
                    span.service(),
                    Instant.EPOCH.plus(span.startUs(), ChronoUnit.MICROS),
                    (span.startUs() - waterfall.startUs()) / 1000.0,
                    (double) span.durationUs() / waterfall.durationUs());
        }
    }
}
