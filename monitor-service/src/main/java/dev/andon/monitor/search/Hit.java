package dev.andon.monitor.search;

import io.quarkus.qute.TemplateData;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Something the palette can jump to. */
@TemplateData
@RegisterForReflection
public record Hit(String title, String note, String href) {}
