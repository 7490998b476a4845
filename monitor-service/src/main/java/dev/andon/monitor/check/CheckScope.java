package dev.andon.monitor.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Which checks one run makes, as named on the command line. */
public enum CheckScope {
    /** Rollups and raw data. */
    TELEMETRY(EnumSet.of(CheckGroup.ROLLUPS, CheckGroup.RAW)),
    /** The audit of what was done with personal data. */
    GDPR(EnumSet.of(CheckGroup.PRIVACY)),
    /** Every check there is. */
    ALL(EnumSet.allOf(CheckGroup.class));

    private final Set<CheckGroup> groups;

    CheckScope(Set<CheckGroup> groups) {
        this.groups = groups;
    }

    boolean includes(Check check) {
        return groups.contains(check.group());
    }

    /** As stored, sent and typed: lower case. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #toString()} in any case; anything else is an {@link IllegalArgumentException}. */
    public static CheckScope of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
