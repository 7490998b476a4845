package dev.andon.monitor.run;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;

/** The line that follows a run until it ends. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record RunProgress(Run run, Instant now) implements TemplateInstance {}
