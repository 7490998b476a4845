package dev.andon.monitor.run;

import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** One analysis with what it found; {@code output} is null unless it succeeded. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record RunPage(Shell shell, Run run, Output output) implements TemplateInstance {}
