package dev.andon.monitor.improvement;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The improvements, narrowed by status. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ImprovementsPage(Shell shell, Part<List<Improvement>> improvements, Part<States> states)
        implements TemplateInstance {

    /** How many are in each state, as links that narrow. */
    @TemplateData
    record States(List<Link> links) {

        public long all() {
            return links.stream().mapToLong(Link::count).sum();
        }
    }

    /** A link that narrows. */
    @TemplateData
    record Link(String label, long count, String href, boolean current) {}
}
