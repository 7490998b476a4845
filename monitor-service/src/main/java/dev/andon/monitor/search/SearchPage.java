package dev.andon.monitor.search;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** What a search found, for who has no scripts; {@code failed} could not be searched. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record SearchPage(Shell shell, String q, List<Hit> hits, List<Part<List<Hit>>> failed) implements TemplateInstance {}
