package dev.andon.ingest.body;

import java.io.IOException;

/** The body of a request as it was sent, and the budget it lives on until it is released. */
public final class Body {
    private final byte[] sent;
    private final boolean gzip;
    private final Budget budget;
    private final long limit;

    Body(byte[] sent, boolean gzip, Budget budget, long limit) {
        this.sent = sent;
        this.gzip = gzip;
        this.budget = budget;
        this.limit = limit;
    }

    /** Bytes to work on, estimated for compressed ones. */
    public long size() {
        return gzip ? sent.length * 8L : sent.length;
    }

    /** The bytes themselves. */
    public byte[] inflate() {
        if (!gzip) {
            return sent;
        }
        byte[] inflated;
        try {
            inflated = Gzip.inflate(sent, limit, budget::take);
        } catch (IOException broken) {
            String reason = broken.getMessage() == null ? "it ends too early" : broken.getMessage();
            throw new RefusalException(Refusal.malformed("The body is not valid gzip: " + reason));
        }
        if (inflated == null) {
            throw new RefusalException(Refusal.tooLarge(limit));
        }
        return inflated;
    }

    /** For what is made of the bytes. */
    public Budget budget() {
        return budget;
    }

    public void release() {
        budget.release();
    }
}
