package dev.andon.monitor.retention;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.util.UUID;

/**
 * One run of retention.
 *
 * @param finishedAt null while it goes on, or where it died
 * @param outcome done; partly, where something waits or was busy; failed; null as above
 * @param counts a JSON object of rows by table
 * @param detail what was left, in sentences; null where nothing was
 */
@TemplateData
@JsonNaming(SnakeCaseStrategy.class)
public record RetentionRun(
        UUID runId,
        Instant startedAt,
        Instant finishedAt,
        String startedBy,
        String outcome,
        @JsonRawValue String counts,
        String detail) {

    /** What was deleted, for people. */
    public String words() {
        String all = counts.replaceAll("[{}\"]", "")
                .replace(':', ' ')
                .replace(",", ", ")
                .replace('_', ' ');
        return all.isBlank() ? "nothing was due" : "deleted: " + all.replaceAll(" +", " ");
    }
}
