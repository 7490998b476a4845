package dev.andon.monitor.dashboard;

import io.quarkus.qute.TemplateData;
import java.time.Instant;

/**
 * How the chain of the audit log was found when it was last looked at, and what is signed.
 *
 * @param status of the newest check of the chain; null where none was made
 * @param entries number of the newest entry
 * @param newestAt null where there is none
 * @param signedSeq 0 where nothing is signed
 * @param keyed whether this service has a key to sign with
 */
@TemplateData
public record ChainFacts(
        String status,
        String detail,
        Instant checkedAt,
        long entries,
        Instant newestAt,
        long signedSeq,
        Instant signedAt,
        String headHash,
        boolean keyed) {

    /** Of the badge. */
    public String lamp() {
        return switch (status) {
            case "fresh" -> "ok";
            case "stale" -> "bad";
            case "warn", "unknown" -> "warn";
            case null, default -> "idle";
        };
    }

    /** Of the badge, in a word or two. */
    public String words() {
        return switch (status) {
            case "fresh" -> "intact";
            case "stale" -> "broken";
            case "warn" -> "not signed";
            case "unknown" -> "not known";
            case null, default -> "not looked at yet";
        };
    }

    /** Entries that no signed head covers yet. */
    public long unsigned() {
        return entries - signedSeq;
    }

    /** The head's hash, its ends only. */
    public String shortHash() {
        return headHash == null ? "–" : headHash.substring(0, 8) + " … " + headHash.substring(headHash.length() - 4);
    }
}
