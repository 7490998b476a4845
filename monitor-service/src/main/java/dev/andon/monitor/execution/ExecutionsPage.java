package dev.andon.monitor.execution;

import dev.andon.monitor.filter.Hint;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The work items of a range. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ExecutionsPage(
        Shell shell, Part<Listing> found, Part<ExecutionRepository.Counts> counts, List<Link> states, String q)
        implements TemplateInstance {

    /** The rows of this page; {@code next} is empty where there are no more, {@code hint} null where something matches. */
    @TemplateData
    record Listing(List<Row> rows, String next, Hint hint) {}

    /** A work item with the width of its bar in percent. */
    @TemplateData
    record Row(Execution execution, double width) {}

    /** A link that narrows. */
    @TemplateData
    record Link(String label, String href, boolean current) {}
}
