package dev.andon.monitor.request.page;

import dev.andon.monitor.request.PersonRequest;
import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;

/** A request as the pages show it. */
@TemplateData
public record RequestRow(PersonRequest request, Instant now) {
    private static final Duration SOON = Duration.ofDays(7);

    /** Of its state. */
    public String lamp() {
        return switch (request.state()) {
            case "verified" -> "ok";
            case "failed" -> "bad";
            case "running" -> request.ready() ? "warn" : "run";
            default -> request.stateReason() == null ? "idle" : "warn";
        };
    }

    /** Its state for people. */
    public String words() {
        if (request.ready()) {
            return "ready to fetch";
        }
        return request.state().equals("requested") && request.stateReason() != null ? "waits" : request.state();
    }

    /** What it is at, or why it is not. */
    public String note() {
        if (request.stateReason() != null) {
            return request.stateReason();
        }
        return request.state().equals("running") && !request.ready()
                ? request.phase() + (request.round() > 0 ? ", round " + (request.round() + 1) : "")
                : "";
    }

    /** Share of the phase in percent. */
    public int percent() {
        return (int) Math.round(100 * request.done());
    }

    /** It is worked on. */
    public boolean working() {
        return request.state().equals("running") && !request.ready();
    }

    /** It can be resumed. */
    public boolean resumable() {
        return request.finishedAt() == null && (request.failed() || words().equals("waits"));
    }

    /** How long until it is due, in days; what is late says so. */
    public String due() {
        if (request.finishedAt() != null) {
            return "done";
        }
        Duration left = Duration.between(now, request.dueAt());
        return left.isNegative() ? "late" : "in " + left.toDays() + " d";
    }

    /** Of its due date. */
    public boolean pressing() {
        return request.finishedAt() == null
                && Duration.between(now, request.dueAt()).compareTo(SOON) < 0;
    }

    /** Names the kind in a sentence. */
    public String kind() {
        return request.kind().text();
    }

    /** The pseudonym, short. */
    public String shortSubject() {
        return request.subject().substring(0, 8) + "…";
    }
}
