package dev.andon.monitor.execution;

import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The work items of a range; {@code next} is empty where there are no more. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ExecutionsPage(Shell shell, List<Row> rows, List<Link> states, String q, String next)
        implements TemplateInstance {

    /** A work item with the width of its bar in percent. */
    @TemplateData
    record Row(Execution execution, double width) {}

    /** A link that narrows. */
    @TemplateData
    record Link(String label, String href, boolean current) {}
}
