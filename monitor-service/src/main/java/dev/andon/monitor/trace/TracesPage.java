package dev.andon.monitor.trace;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.filter.Hint;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * The traces that match a search.
 *
 * @param facets links that narrow
 * @param fresh those not folded yet, which stand on top
 * @param found those folded
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record TracesPage(
        Shell shell,
        List<Chip> chips,
        List<Chip> hidden,
        Part<List<Link>> facets,
        Part<Spread> spread,
        Part<List<Found>> fresh,
        Part<Listing> found,
        boolean bySlowest,
        String timeHref,
        String slowestHref,
        String ingestAddress)
        implements TemplateInstance {

    /** How those that match lie over time and duration. */
    @TemplateData
    record Spread(Plot plot, long traces, long failed) {}

    /**
     * The rows of this page.
     *
     * @param next address of the rows after these; empty where there are none
     * @param hint where nothing matches: which filter to drop, with how many there would be
     */
    @TemplateData
    record Listing(List<Row> rows, String next, Hint hint) {}

    /** A filter that is set and the address without it. */
    @TemplateData
    record Chip(String key, String word, String value, String without) {}

    /** A link that narrows; {@code group} says by what on the first of its kind and is empty on the others. */
    @TemplateData
    record Link(String group, String label, long count, String href, boolean current) {}

    /** A trace with the width of its bar in percent. */
    @TemplateData
    record Row(Found trace, double width) {}
}
