package dev.andon.monitor.improvement;

import dev.andon.monitor.chart.Plot;
import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** One improvement, the median of its dimension around it, which is null where it has none, and the others of the dimension. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ImprovementPage(Shell shell, Improvement improvement, Part<Plot> trend, Part<List<Improvement>> others)
        implements TemplateInstance {}
