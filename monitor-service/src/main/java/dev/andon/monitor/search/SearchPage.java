package dev.andon.monitor.search;

import dev.andon.monitor.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** What a search found, for who has no scripts. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record SearchPage(Shell shell, String q, List<Hit> hits) implements TemplateInstance {}
