package dev.andon.monitor.request.page;

import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** One request: how far it is with each table, and its receipt as JSON; null before it is verified. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record PersonRequestPage(Shell shell, RequestRow row, String receipt) implements TemplateInstance {}
