package dev.andon.monitor.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** How a check ended, the better before the worse: what was found stale counts more than what could not be looked at. */
public enum CheckStatus {
    /** Within its limits. */
    FRESH,
    /** Beyond the first limit: worth a look, no failure. */
    WARN,
    /** The check could not be made; nothing is known. */
    UNKNOWN,
    /** Beyond the second limit, or missing. */
    STALE;

    /** As stored and as sent: lower case. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text()}; anything else is an {@link IllegalArgumentException}. */
    public static CheckStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Neither fresh nor a mere warning. */
    public boolean fails() {
        return this == STALE || this == UNKNOWN;
    }

    /** The worst of several; UNKNOWN of none, since nothing was looked at. */
    public static CheckStatus worst(Collection<CheckStatus> statuses) {
        return statuses.stream().max(Comparator.naturalOrder()).orElse(UNKNOWN);
    }
}
