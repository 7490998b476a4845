package dev.andon.ingest.body;

/** Carries an {@link Refusal} out of reading a body. */
public final class RefusalException extends Exception {
    private final transient Refusal refusal;

    public RefusalException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
