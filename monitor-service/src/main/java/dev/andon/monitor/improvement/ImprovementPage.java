package dev.andon.monitor.improvement;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** One improvement and the others of its dimension. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ImprovementPage(Shell shell, Improvement improvement, Part<List<Improvement>> others)
        implements TemplateInstance {}
