package dev.andon.monitor.request;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person may ask for. */
public enum RequestKind {
    /** Everything about them, as a file. */
    EXPORT,
    /** That nothing about them is left. */
    ERASE;

    /** As stored and as sent: lower case. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text()} in any case; anything else is an {@link IllegalArgumentException}. */
    public static RequestKind of(String text) {
        return valueOf(text.strip().toUpperCase(Locale.ROOT));
    }
}
