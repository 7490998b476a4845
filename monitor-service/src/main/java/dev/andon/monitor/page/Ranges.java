package dev.andon.monitor.page;

import io.quarkus.qute.TemplateExtension;
import java.util.List;

/** The ranges a page offers, in templates: {@code ranges:keys} and {@code ranges:label(key)}. */
@TemplateExtension(namespace = "ranges")
final class Ranges {
    private Ranges() {}

    static List<String> keys() {
        return Range.KEYS;
    }

    static String label(String key) {
        return Range.label(key);
    }
}
