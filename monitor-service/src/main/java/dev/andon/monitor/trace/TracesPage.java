package dev.andon.monitor.trace;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.page.PageUrl;
import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * The traces that match a search.
 *
 * @param next address of the rows after these; empty where there are none
 * @param hint where nothing matches: which filter to drop, with how many there would be
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record TracesPage(
        Shell shell,
        List<Chip> chips,
        List<Chip> hidden,
        List<Link> facets,
        Plot heat,
        List<Row> rows,
        boolean bySlowest,
        String timeHref,
        String slowestHref,
        String next,
        Hint hint,
        PageUrl all,
        String ingestAddress)
        implements TemplateInstance {

    /** A filter that is set and the address without it. */
    @TemplateData
    record Chip(String key, String word, String value, String without) {}

    /** A link that narrows. */
    @TemplateData
    record Link(String label, long count, String href, boolean current) {}

    /** A trace with the width of its bar in percent. */
    @TemplateData
    record Row(Found trace, double width) {}

    /** A filter whose removal would help. */
    @TemplateData
    record Hint(String word, String value, long count, boolean more, String href) {}
}
