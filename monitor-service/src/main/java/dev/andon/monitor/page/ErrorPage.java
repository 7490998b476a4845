package dev.andon.monitor.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** What went wrong, in words, with the next step. {@code id} is empty where nothing was logged. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ErrorPage(Shell shell, String heading, String detail, String id) implements TemplateInstance {}
