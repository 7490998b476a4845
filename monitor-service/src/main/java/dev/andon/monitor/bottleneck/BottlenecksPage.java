package dev.andon.monitor.bottleneck;

import dev.andon.monitor.chart.Spark;
import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.filter.Hint;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import dev.andon.monitor.run.Run;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Map;

/**
 * Every dimension, ranked by what it costs.
 *
 * @param open the run that waits or works; null where there is none
 * @param listing null where no analysis succeeded yet
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record BottlenecksPage(Shell shell, Part<Run> open, Part<Listing> listing, Part<Sparks> sparks, String q)
        implements TemplateInstance {

    /** What the newest successful analysis says, as the address asks for it; {@code hint} is null where something matches. */
    @TemplateData
    record Listing(
            Run run,
            Output output,
            List<Row> rows,
            List<Finding> tooFew,
            List<Facet> types,
            List<Facet> states,
            List<Head> heads,
            List<Note> notes,
            Paging paging,
            Hint hint) {}

    /** One dimension; {@code lostShare} is its time lost against the most lost, in percent. */
    @TemplateData
    record Row(int rank, Finding finding, double lostShare) {}

    /** The medians over time of the dimensions shown. */
    @TemplateData
    record Sparks(Map<Dimension, Spark> byDimension) {

        /** That of one. */
        public Spark of(Dimension dimension) {
            return byDimension.get(dimension);
        }
    }

    /** A link that narrows the list. */
    @TemplateData
    record Facet(String label, long count, String href, boolean current, Dimension sample) {}

    /** The head of a column; {@code sort} is ascending, descending or empty. */
    @TemplateData
    record Head(String label, String css, String href, String sort) {}

    /** A dimension without a threshold, with what a person would set. */
    @TemplateData
    record Note(Finding finding, String suggestedSeconds) {}

    /** Which part of the list this is; addresses are empty where they lead nowhere. */
    @TemplateData
    record Paging(int shown, int total, int waiting, String previous, String next, String all) {}
}
