package dev.andon.monitor.alert.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a message says of a check. */
public enum Change {
    FAILING,
    /** A reminder. */
    STILL_FAILING,
    RECOVERED;

    /** As stored and as sent: lower case. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean fails() {
        return this != RECOVERED;
    }
}
