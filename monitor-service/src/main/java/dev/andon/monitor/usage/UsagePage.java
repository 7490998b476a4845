package dev.andon.monitor.usage;

import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The frame of the page of LLM usage; a script fills it with figures. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record UsagePage(Shell shell) implements TemplateInstance {}
