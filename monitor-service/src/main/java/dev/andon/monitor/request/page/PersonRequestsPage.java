package dev.andon.monitor.request.page;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** Requests of people and the form for one; the problem says what of the form cannot be taken, else empty. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record PersonRequestsPage(Shell shell, Part<List<RequestRow>> requests, boolean key, String problem, String reason)
        implements TemplateInstance {}
