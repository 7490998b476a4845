package dev.andon.common.cli;

import java.util.Locale;

/** How a command prints its answer: for people, or one JSON document for machines. */
public enum OutputFormat {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
