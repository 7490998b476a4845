package dev.andon.monitor.privacy.verify;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What was done to the audit log. The first four show in the chain itself, the others by signed heads. */
public enum Damage {
    MODIFIED("is not as it was written"),
    MISSING("was deleted"),
    INSERTED("was put in later"),
    REORDERED("does not stand where it was written"),
    TRUNCATED("and what came after was deleted, says a signed head"),
    REWRITTEN("is not the one that was signed: the chain was computed anew from here on, or earlier"),
    FORGED_HEAD("has a head whose signature is of no known key: forged, or ANDON_PRIVACY_OLD_KEYS lacks its key"),
    UNSIGNED("and what came after should have been signed by now: heads were deleted, or monitor does not sign");

    private final String sentence;

    Damage(String sentence) {
        this.sentence = sentence;
    }

    /** As printed and stored: {@code forged-head}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads what SQL says. */
    static Damage of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** What it means for an entry, for people. */
    String of(long seq) {
        return "Entry " + seq + " " + sentence + " (" + text() + ").";
    }
}
