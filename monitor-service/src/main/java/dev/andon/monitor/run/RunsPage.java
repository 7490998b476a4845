package dev.andon.monitor.run;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The newest analyses; {@code open} waits or works and may be null. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record RunsPage(Shell shell, Part<List<Run>> runs, Run open) implements TemplateInstance {}
