package dev.andon.monitor.waterfall;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * Some rows of a waterfall and where the rest is.
 *
 * @param next address of the rows after these; empty where there are none
 * @param picked ref of the span whose panel is open; empty for none
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record TraceRows(String traceId, List<SpanRow> rows, String next, String picked) implements TemplateInstance {}
