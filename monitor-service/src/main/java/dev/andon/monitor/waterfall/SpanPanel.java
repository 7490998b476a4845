package dev.andon.monitor.waterfall;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * Everything about one span of a trace.
 *
 * @param offsetMs from the start of the trace
 * @param shareOfTrace of the trace's whole duration
 * @param peers null where nothing like it was seen in 7 days
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record SpanPanel(
        String traceId,
        SpanRow row,
        SpanDetail detail,
        double offsetMs,
        double waitingMs,
        double shareOfTrace,
        Peers peers)
        implements TemplateInstance {}
