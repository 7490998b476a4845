package dev.andon.monitor.retention;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.qute.TemplateData;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is kept for so long, in the order in which a run deletes. */
@TemplateData
public enum DataClass {
    SPANS("Spans"),
    CHAT_TELEMETRY("Chat requests"),
    CONVERSATIONS("Conversations and messages"),
    TRACE_SUMMARIES("Trace summaries"),
    ROLLUPS("Rollups"),
    MONITOR_RUNS("Results of checks");

    private final String title;

    DataClass(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** As stored, sent and typed: {@code chat_telemetry}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text()}; empty where it is none. */
    public static Optional<DataClass> of(String text) {
        return Arrays.stream(values())
                .filter(dataClass -> dataClass.text().equals(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return text();
    }
}
