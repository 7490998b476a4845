package dev.andon.ingest.body;

/** Bodies of tests. */
public final class Bodies {
    private Bodies() {}

    /** As sent, without a limit. */
    public static Body of(byte[] bytes) {
        return new Body(bytes, false, Budget.unlimited(), Long.MAX_VALUE);
    }
}
