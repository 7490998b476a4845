package dev.andon.common.security;

import java.util.Locale;
import java.util.Set;

/** What a key is good for. {@code admin} includes the others; nothing else includes anything. */
public enum Scope {
    /** Send telemetry. */
    INGEST,
    /** See telemetry, analyses and pages. */
    READ,
    /** Change what the service does: thresholds, analysis runs, improvements. */
    OPERATE,
    /** Everything. */
    ADMIN;

    /** As stored and as typed: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text()} in any case; anything else is an {@link IllegalArgumentException}. */
    public static Scope of(String text) {
        return valueOf(text.strip().toUpperCase(Locale.ROOT));
    }

    boolean coveredBy(Set<Scope> granted) {
        return granted.contains(this) || granted.contains(ADMIN);
    }
}
