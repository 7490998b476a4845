package dev.andon.monitor.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What checks stand together, in the order in which they are shown. */
public enum CheckGroup {
    ROLLUPS("Rollups"),
    RAW("Raw data"),
    PRIVACY("Privacy"),
    LOOP("Analysis and loop"),
    END_TO_END("End to end");

    private final String title;

    CheckGroup(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** As stored and as sent: {@code end-to-end}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #text()}; anything else is an {@link IllegalArgumentException}. */
    public static CheckGroup of(String text) {
        return Arrays.stream(values())
                .filter(group -> group.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
