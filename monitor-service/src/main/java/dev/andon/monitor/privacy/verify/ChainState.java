package dev.andon.monitor.privacy.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * How the audit log was found.
 *
 * @param lastSeq number of the newest entry; 0 where there is none
 * @param signedSeq number of the newest signed head; 0 where there is none
 * @param signedAt null where nothing is signed
 * @param signaturesChecked false without a key
 * @param brokenSeq the first entry that is not as it was; null where all is well
 * @param damage null where all is well
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ChainState(
        long entries,
        long lastSeq,
        long signedSeq,
        Instant signedAt,
        boolean signaturesChecked,
        Long brokenSeq,
        Damage damage) {

    /** Nothing was found. */
    @JsonProperty
    public boolean intact() {
        return damage == null;
    }

    /** For people. */
    public String sentence() {
        if (!intact()) {
            return damage.of(brokenSeq);
        }
        String whole =
                entries == 0 ? "The audit log is empty." : "All " + entries + " entries are as they were written";
        if (entries == 0) {
            return whole;
        }
        if (signaturesChecked) {
            return whole
                    + (signedSeq == 0
                            ? "; none is signed yet."
                            : "; entry " + signedSeq + " is the newest that is signed.");
        }
        return whole + ", as far as the chain shows: without ANDON_PRIVACY_KEY signatures were not looked at.";
    }

    ChainState broken(long seq, Damage kind) {
        return new ChainState(entries, lastSeq, signedSeq, signedAt, signaturesChecked, seq, kind);
    }
}
