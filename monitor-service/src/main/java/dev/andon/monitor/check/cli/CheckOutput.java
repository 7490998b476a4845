package dev.andon.monitor.check.cli;

import java.util.Locale;

/** How findings are printed: for people, as one JSON document, or as JUnit XML for a CI. */
enum CheckOutput {
    TEXT,
    JSON,
    JUNIT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
