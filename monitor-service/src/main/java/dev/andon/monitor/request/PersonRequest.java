package dev.andon.monitor.request;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A request as it stands. Nothing in it says who it is about but the pseudonym.
 *
 * @param number counts requests, for people
 * @param state requested, running, verified or failed
 * @param stateReason why it waits or failed; null where there is nothing to say
 * @param phase where a running one is: conversations, traces, measure, erase, settle, verify; ready: an export that can be fetched
 * @param done share of the phase, 0 to 1
 * @param receipt JSON; null before it is verified
 * @param tables what was found and done by table; empty in lists
 */
@JsonNaming(SnakeCaseStrategy.class)
@TemplateData
public record PersonRequest(
        UUID requestId,
        long number,
        RequestKind kind,
        String state,
        String stateReason,
        String subject,
        String phase,
        int round,
        double done,
        Instant requestedAt,
        Instant dueAt,
        Instant finishedAt,
        String requestedBy,
        String reason,
        @JsonRawValue String receipt,
        List<TableProgress> tables) {

    /**
     * Counts of one table.
     *
     * @param remaining what the last verification found; null before the first
     * @param lookalikes rows that hold an identifier within a longer word; null before the first verification
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @TemplateData
    public record TableProgress(
            String table, long rows, long found, long deleted, long anonymised, Long remaining, Long lookalikes) {}

    /** Nothing more will happen to it by itself. */
    public boolean ended() {
        return verified() || failed();
    }

    /** Done, and proved. */
    public boolean verified() {
        return state.equals("verified");
    }

    /** Stopped; it can be resumed. */
    public boolean failed() {
        return state.equals("failed");
    }

    /** An export that can be fetched. */
    public boolean ready() {
        return kind == RequestKind.EXPORT && phase.equals("ready") && state.equals("running");
    }

    /** A legal hold stands against it. */
    public boolean held() {
        return stateReason != null && stateReason.startsWith("LEGAL_HOLD");
    }

    PersonRequest with(List<TableProgress> progress) {
        return new PersonRequest(
                requestId,
                number,
                kind,
                state,
                stateReason,
                subject,
                phase,
                round,
                done,
                requestedAt,
                dueAt,
                finishedAt,
                requestedBy,
                reason,
                receipt,
                progress);
    }
}
