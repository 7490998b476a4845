package dev.andon.ingest.body;

/** Carries a {@link Refusal} out of reading and translating a body; it costs no stack trace. */
public final class RefusalException extends RuntimeException {
    private final transient Refusal refusal;

    public RefusalException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
