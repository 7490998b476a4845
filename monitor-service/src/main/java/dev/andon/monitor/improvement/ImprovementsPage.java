package dev.andon.monitor.improvement;

import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The improvements, narrowed by status. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ImprovementsPage(Shell shell, List<Improvement> improvements, List<Link> states) implements TemplateInstance {

    /** A link that narrows. */
    @TemplateData
    record Link(String label, long count, String href, boolean current) {}
}
