package dev.andon.monitor.run;

import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;

/** One analysis, without what it found. */
@TemplateData
public record Run(
        String runId,
        String status,
        Instant triggeredAt,
        String triggeredBy,
        Instant startedAt,
        Instant finishedAt,
        String reasonCode,
        long findings,
        String errorDetail) {

    /** The start and the end of its id. */
    public String shortId() {
        return runId.length() < 12 ? runId : runId.substring(0, 6) + "…" + runId.substring(runId.length() - 2);
    }

    /** It waits or works. */
    public boolean isOpen() {
        return "QUEUED".equals(status) || "RUNNING".equals(status);
    }

    /** How long it worked, in milliseconds; null while it does. */
    public Double durationMs() {
        return startedAt == null || finishedAt == null
                ? null
                : (double) Duration.between(startedAt, finishedAt).toMillis();
    }

    /** The lamp of its status. */
    public String lamp() {
        return switch (status) {
            case "SUCCEEDED" -> "ok";
            case "FAILED" -> "INSUFFICIENT_DATA".equals(reasonCode) ? "idle" : "bad";
            case "RUNNING" -> "run";
            default -> "idle";
        };
    }

    /** The status in words. */
    public String words() {
        return switch (status) {
            case "SUCCEEDED" ->
                findings == 0 ? "nothing above its limit" : findings == 1 ? "1 finding" : findings + " findings";
            case "FAILED" -> "INSUFFICIENT_DATA".equals(reasonCode) ? "too little data" : "failed";
            case "RUNNING" -> "running";
            default -> "queued";
        };
    }
}
