package dev.andon.ingest.body;

import java.io.IOException;

/** The body of a request as it was sent, and the memory it holds until it is released. */
public final class Body {
    private final byte[] sent;
    private final boolean gzip;
    private final BodyMemory.Lease lease;
    private final long limit;

    Body(byte[] sent, boolean gzip, BodyMemory.Lease lease, long limit) {
        this.sent = sent;
        this.gzip = gzip;
        this.lease = lease;
        this.limit = limit;
    }

    /** Bytes to work on, estimated for compressed ones. */
    public long size() {
        return gzip ? sent.length * 8L : sent.length;
    }

    /** The bytes themselves. */
    public byte[] inflate() throws RefusalException {
        if (!gzip) {
            return sent;
        }
        byte[] inflated;
        try {
            inflated = Gzip.inflate(sent, limit);
        } catch (IOException broken) {
            String reason = broken.getMessage() == null ? "it ends too early" : broken.getMessage();
            throw new RefusalException(Refusal.malformed("The body is not valid gzip: " + reason));
        }
        if (inflated == null) {
            throw new RefusalException(Refusal.tooLarge(limit));
        }
        if (!lease.add(inflated.length)) {
            throw new RefusalException(Refusal.unavailable("Too many requests are being inflated.", BodyReader.BUSY));
        }
        return inflated;
    }

    public void release() {
        lease.release();
    }
}
